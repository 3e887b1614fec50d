#!/usr/bin/env bash
# jiwer 4.0.0 and kaldialign 0.12.0: what a word error rate consists of.
# A minimal number of edits is a minimal number of edits, and a mode that follows sclite only sorts them otherwise.
# Equally short paths differ in their parts: two substitutions in one package are a deletion and an insertion in the
# other, with the error rate the same. Rates made of the parts (match error rate, information lost) then differ: of
# the first pair jiwer's match error rate is 1, and 2 errors of 3 places by kaldialign's parts.
# With sclite_mode a deletion and an insertion are preferred even where they cost more edits: 4 errors, not 3.
source "$(dirname "$0")/preamble.bash"
install jiwer==4.0.0 kaldialign==0.12.0

python - >seen <<'EOF'
import jiwer
import kaldialign

for reference, output in ("yes please", "please sit"), ("four three two", "two one four"):
    print(f"{reference} / {output}")
    found = jiwer.process_words(reference, output)
    parts = f"sub {found.substitutions} del {found.deletions} ins {found.insertions}"
    print("  jiwer", parts, f"wer {found.wer:.2f} mer {found.mer:.2f}")
    for mode in (False, True):
        found = kaldialign.edit_distance(reference.split(), output.split(), sclite_mode=mode)
        parts = " ".join(f"{part} {found[part]}" for part in ("sub", "del", "ins"))
        print("  kaldialign as sclite" if mode else "  kaldialign", parts, f"wer {found['err_rate']:.2f}")
EOF
expect <<'EOF'
yes please / please sit
  jiwer sub 2 del 0 ins 0 wer 1.00 mer 1.00
  kaldialign sub 0 del 1 ins 1 wer 1.00
  kaldialign as sclite sub 0 del 1 ins 1 wer 1.00
four three two / two one four
  jiwer sub 3 del 0 ins 0 wer 1.00 mer 1.00
  kaldialign sub 3 del 0 ins 0 wer 1.00
  kaldialign as sclite sub 0 del 2 ins 2 wer 1.33
EOF
