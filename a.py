import sacrebleu
from sacrebleu.metrics import BLEU,CHRF,TER
# identical systems
import subprocess,sys,os
hy=["the cat sat on the mat today .","a dog ran in the park again .","we like tea and cake here ."]*10
rf=["the cat sat on a mat today .","a dog runs in the park again .","we like tea with cake here ."]*10
open("h1","w").write("\n".join(hy)+"\n");open("h2","w").write("\n".join(hy)+"\n");open("r","w").write("\n".join(rf)+"\n")
for f in ("--paired-bs","--paired-ar"):
    print(subprocess.run(["v/bin/sacrebleu","r","-i","h1","h2","-m","bleu","ter",f,"--paired-bs-n" if "bs" in f else "--paired-ar-n","1000","-f","json"],capture_output=True,text=True).stdout)
# truncation
print(BLEU().corpus_score(["a b c d e","x","y"],[["a b c d e"],["q"],["z"]]))
# short perfect
print(BLEU().corpus_score(["the red car"]*50,[["the red car"]*50]))
from nltk.translate.bleu_score import corpus_bleu
print(corpus_bleu([["the red car".split()]]*50,["the red car".split()]*50))
# signature
for b in (1,3):
    m=CHRF(beta=b); print(m.corpus_score(hy,[rf]),m.get_signature())
for n in (2,4):
    m=BLEU(max_ngram_order=n); print(m.corpus_score(hy,[rf]),m.get_signature())
# addk single seg twice
m=BLEU(smooth_method="add-k",references=[["a b c d e f"]])
print([m.corpus_score(["a b c d x f"],None) for _ in range(3)])
m=BLEU(smooth_method="add-k")
print(m.corpus_score(["a b c d x f"],[["a b c d e f"]],n_bootstrap=10))
print(m.corpus_score(["a b c d x f"],[["a b c d e f"]]))
# empty ref
print(BLEU().corpus_score(["a b c d e f"],[["a b c d e f g h"],[""]]),BLEU().corpus_score(["a b c d e f"],[["a b c d e f g h"],[None]]))
# entities
h,r=["Marks &amp; Spencer opens a shop"],["Marks & Spencer opens a shop"]
print(BLEU().corpus_score(h,[r]),CHRF().corpus_score(h,[r]),TER().corpus_score(h,[r]))
# zh
from sacrebleu.tokenizers.tokenizer_zh import TokenizerZh
print(TokenizerZh()("他说don’t—𠮷野家…かなカナ €5 → x"))
