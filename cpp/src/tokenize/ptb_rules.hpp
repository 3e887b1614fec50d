// The rules of the Penn Treebank tokenizer of COCO's evaluation, found by running the program: docs/captions.md tells of
// them. At each place the rule counts that sees most of the text, what it looks ahead at included; of several the first.
#pragma once

#include <cstdint>
#include <utility>

namespace gramscore::ptb {

/// What becomes of the text of a token.
enum class Action : std::uint8_t {
  keep,
  word,       ///< without soft hyphens
  spaces,     ///< with U+00A0 in place of spaces
  phone,      ///< the same, and with the names of round brackets
  smiley,     ///< with the names of round brackets
  quotes,     ///< with quotes in place of typographic ones
  dot,        ///< as it is, and a full stop as another token
  literal,    ///< `text` in its place
  give_back,  ///< as it is, without so many last characters, which are read again
  skip,       ///< nothing
  line        ///< the end of a line
};

struct Rule {
  const char* head;
  const char* tail;  // what has to follow
  Action action = Action::keep;
  const char* text = "";
};

/// Expressions by name; each may use those above it. LETTER, DIGIT and CAPITAL are of Unicode 6.3.
inline constexpr std::pair<const char*, const char*> kNames[] = {
    {"ANY", R"([\u0000-\uffff])"},
    {"SP", R"([ \t\u00a0\u2000-\u200a\u3000])"},
    {"NL", R"(([\r\n\v\f\u0085\u2028\u2029]|\r\n))"},
    {"SN", R"(({SP}|{NL}))"},
    {"DG", R"(({DIGIT}|[\u07c0-\u07c9]))"},
    {"MARK",
     R"([\u0237-\u024f\u02c2-\u02c5\u02d2-\u02df\u02e5-\u02ff\u0300-\u037d\u0384\u0385\u03cf\u03f6\u03fc-\u03ff\u0483-\u0487\u04cf\u04f6-\u0525\u055a-\u055f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0615-\u061a\u063b-\u063f\u064b-\u065e\u0670\u06d6-\u06ef\u06fa-\u06ff\u070f\u0711\u0730-\u077f\u07a6-\u07b1\u07ca-\u07f5\u07fa\u0900-\u0903\u093c\u093e-\u094e\u0951-\u0955\u0962-\u0963\u0981-\u0983\u09bc-\u09c4\u09c7\u09c8\u09cb-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c\u0a3e-\u0a4f\u0a81-\u0a83\u0abc-\u0acf\u0b82\u0bbe-\u0bc2\u0bc6-\u0bc8\u0bca-\u0bcd\u0c01-\u0c03\u0c3e-\u0c56\u0d3e-\u0d44\u0d46-\u0d48\u0e30-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd])"},
    {"LET", R"(({LETTER}|{MARK}|\u00ad|&[aeiouAEIOU](acute|grave|uml);))"},
    {"LD", R"(({LETTER}|{DG}))"},
    {"AP", R"((['\u0092\u2019]|&apos;))"},
    {"AQ", R"(({AP}|[`\u0091\u2018\u201b]))"},
    {"AL", R"([A-Za-z])"},
    {"AN", R"([A-Za-z0-9])"},
    {"ACR", R"(({AL}(\.{AL})+|(Canada|Sino|Korean|EU|Japan|non)-U\.S|U\.S\.-U\.K|U\.S\.-U\.S\.S\.R))"},
    {"WORD", R"({LET}({LET}|{DG})*([.!?]{LET}({LET}|{DG})*)*)"},
    {"CONTRACTED", R"(([sSmMdD]|re|ve|ll))"},
    {"NAME", R"({AL}[A-Za-z0-9_:.\-]*)"},
    {"VALUE", R"(("[^"\r\n]*"|'[^'\r\n]*'))"},
    {"TAG", R"((<[!?][A-Za-z\-][^>\r\n]*>|<{NAME}( +{NAME}( *= *{VALUE})?)* */? *>|</{NAME} *>))"},
    {"U1", R"([^ \t\r\n\f"<>|(){}])"},
    {"U1E", R"([^ \t\r\n\f"<>|(){}.!?,\-])"},
    {"P1", R"([^ \t\r\n\f"<>|.!?(){},])"},
    {"P2", R"([^ \t\r\n\f"`'<>|.!?(){}$,-_])"},
    {"U3", R"([^ \t\r\n\f"<>|()])"},
    {"U3E", R"([^ \t\r\n\f"<>|().!?{},\-])"},
    {"E1", R"([^ \t\n\f\r\u00a0"<>|(){}])"},
    {"E2", R"([^ \t\n\f\r\u00a0"<>|(){}.])"},
    {"SEP", R"([\- \u00a0])"},
    {"OPENING",
     R"(([A]bout|[A]ccording|[A]dditionally|[A]fter|[A]n|[A]s|[A]t|[A]|[B]ut|[E]arlier|[H]e|[H]er|[H]ere|[H]owever|[I]f|[I]n|[I]t|[L]ast|[M]any|[M]ore|[M]r\.|[M]s\.|[N]ow|[O]nce|[O]ne|[O]ther|[O]ur|[S]he|[S]ince|[S]o|[S]ome|[S]uch|[T]hat|[T]he|[T]heir|[T]hen|[T]here|[T]hese|[T]hey|[T]his|[W]e|[W]hen|[W]hile|[W]hat|[Y]et|[Y]ou))"},
    {"ENDING",
     R"(((Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Ala|Ariz|Calif|Colo|Conn|Ct|Dak|Fla|Ga|Ind|Kan|Kans|Ky|Md|Mich|Minn|Mo|Mont|Neb|Nev|Okla|Penn|Tenn|Va|Vt|Wis|Wisc|Wyo|[A]z|[A]rk|[D]el|[I]ll|[L]a|[M]ass|[M]iss|[O]re|[P]a|[T]ex|[W]ash|Inc|Co|Cos|Corp|Ltd|Plc|Rt|Bancorp|Bhd|Assn|Univ|Intl|Sys|(P?pt[y]|Pt[e])s?|tel|est|ext|sq|Jr|Sr|Bros|(Ph|Ed)\.D|Blvd|Rd|Esq|etc|al|seq|Bldg)\.))"},
    {"TITLE",
     R"((Mr|Mrs|Ms|[M]iss|Drs?|Profs?|Sens?|Reps?|Attys?|Lt|Col|Gen|Messrs|Govs?|Adm|Rev|Maj|Sgt|Cpl|Pvt|Mt|Capt|Ste?|Ave|Pres|Lieut|Hon|Brig|Co?mdr|Pfc|Spc|Supts?|Det|Ft|Adj|Adv|Asst|Assoc|Ens|Insp|Mlle|Mme|Msgr|Sfc|vs|Alex|Wm|Jos|Cie|a\.k\.a|cf|TREAS|Ph|{ACR}|Invt|Elec|Natl|M[t]g|M[f]g|Dept))"},
    {"FILE",
     R"((bat|bmp|c|class|cgi|cpp|dll|doc|docx|exe|gif|gz|h|htm|html|jar|java|jpe?g|mov|mp3|pdf|php|pl|png|ppt|ps|py|sql|tar|txt|wav|x|xml|zip))"},
    {"ELISION", R"([dDoOlL]{AQ}{LD})"},
    {"HYPHENED",
     R"(({AN}[A-Za-z0-9.,\u00ad]*(-([A-Za-z0-9\u00ad]+|{ACR}\.))+|({ELISION})?{LD}+([\-_\u058a\u2010\u2011]({ELISION})?{LD}+)*))"},
    {"JOINED", R"([A-Z]+(([+&]|&amp;)[A-Z]+)+)"},
    {"QUOTE", R"([`\u2018-\u201f\u2039\u203a\u0091-\u0094\u00ab\u00bb])"},
    {"FACE", R"([\-\^x=~<>'])"},
};

inline constexpr Rule kRules[] = {
    {R"(c\+\+|(c|f)#)", ""},
    {R"(cannot|'twas)", "", Action::give_back, "3"},
    {R"('tis|gonna|gotta|lemme|gimme|wanna)", "", Action::give_back, "2"},
    {R"({TAG})", "", Action::spaces},
    {R"(&MD;|&mdash;|&ndash;|[\u0096\u0097\u2013\u2014\u2015])", "", Action::literal, "--"},
    {R"(&amp;)", "", Action::literal, "&"},
    {R"(&(HT|TL|UR|LR|QC|QL|QR|odq|cdq|#[0-9]+);)", ""},
    {R"({WORD})", R"({AP}{CONTRACTED})", Action::word},
    {R"([A-Za-z\u00ad]*[A-MO-Za-mo-z]\u00ad*)", R"(n{AQ}t)", Action::word},
    {R"({WORD})", "", Action::word},
    {R"({AP}n{AP}?|(l|d|j){AP}|Dunkin{AP}|somethin{AP}|ol{AP}|{AP}em|[A-HJ-XZn]{AQ}{LETTER}{LETTER}+|{AP}[2-9]0s|{AP}till?|{LETTER}+[aeiouyAEIOUY]{AQ}[aeiouA-Z]{LETTER}*|{AP}cause|cont'd\.?|nor'easter|c'mon|e'er|s'mores|ev'ry|li'l|nat'l|o{AQ}o)",
     ""},
    {R"(y{AP})", R"({LETTER})"},
    {R"(https?://{U1}+{U1E})", ""},
    {R"((www\.({P1}+\.)+{AL}{2,4}|({P2}+\.)+(com|net|org|edu))(/{U3}+{U3E})?)", ""},
    {R"((<|&lt;)?{AN}{E1}*@{E2}+(\.{E2}+)*(>|&gt;)?)", ""},
    {R"(@[A-Za-z_][A-Za-z_0-9]*|#{LET}+)", ""},
    {R"({AP}{CONTRACTED})", R"([^A-Za-z])", Action::quotes},
    {R"(n{AQ}t)", "", Action::quotes},
    {R"({DG}{1,2}[\-/]{DG}{1,2}[\-/]{DG}{2,4})", ""},
    {R"([\-+]?({DG}+|{DG}*([.:,\u00ad\u066b\u066c]{DG}+)+))", "", Action::word},
    {R"([\u207a\u207b\u208a\u208b]?([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+|[\u2080-\u2089]+))", ""},
    {R"(({DG}{1,4}[\- \u00a0])?{DG}{1,4}(\\?/|\u2044){DG}{1,4})", "", Action::spaces},
    {R"(\u00bd)", "", Action::literal, "1/2"},
    {R"(\u00bc)", "", Action::literal, "1/4"},
    {R"(\u00be)", "", Action::literal, "3/4"},
    {R"(\u2153)", "", Action::literal, "1/3"},
    {R"(\u2154)", "", Action::literal, "2/3"},
    {R"([\u2155-\u215e])", ""},
    {R"(-(LRB|RRB|LCB|RCB|LSB|RSB)-|C\.D\.s|pro-|anti-|S(&|&amp;)P-500|S(&|&amp;)Ls|Cap'n|c'est)", ""},
    {R"({AN}+(-{AL}+){0,2}(\\?/{AN}+(-{AL}+){0,2}){1,2})", ""},
    {R"([A-Z]*\$|#)", ""},
    {R"(\u00a2)", "", Action::literal, "cents"},
    {R"(\u00a3)", "", Action::literal, "#"},
    {R"([\u20ac\u00a4\u0080\u20a0])", "", Action::literal, "$"},
    {R"([\u00a5\u060b\u0e3f\u20a4\uffe0\uffe1\uffe5\uffe6])", ""},
    {R"({ACR}\.)", R"({SN}+({OPENING}|{TAG}){SN})", Action::dot},
    {R"({AL}\.)", R"({SN}+({OPENING}|{TAG}){SN})", Action::give_back, "1"},
    {R"((ca|figs?|prop|nos?|art|bldg|pp|op)\.)", R"({SN}?{DG})"},
    {R"((pt[eyEY]|co)\.)", R"({SP}(ltd|lim))"},
    {R"({ENDING})", R"({SN}({SN}|{CAPITAL}|{TAG}))", Action::dot},
    {R"({ENDING})", R"({ANY}{ANY})"},
    {R"({ENDING})", "", Action::dot},
    {R"(({AL}|{TITLE})\.)", ""},
    {R"({AL}|{TITLE})", R"({SP})"},
    {R"({ACR})", R"({SN})"},
    {R"({AP}{DG}{2})", R"({SN})"},
    {R"(({LET}|{DG})+(\.({LET}|{DG})+)*\.{FILE})", R"({SN}|[.?!,])"},
    {R"({WORD}\.)", R"([,;:\u3001])", Action::word},
    {R"((\({DG}{2,3}\)[ \u00a0]?|(\+\+?)?({DG}{2,4}{SEP})?{DG}{2,4}{SEP}){DG}{3,4}{SEP}?{DG}{3,5}|((\+\+?)?{DG}{2,4}\.)?{DG}{2,4}\.{DG}{3,4}\.{DG}{3,5})",
     "", Action::phone},
    {R"("|&quot;)", R"([A-Za-z0-9$])", Action::literal, "``"},
    {R"("|&quot;)", "", Action::literal, "''"},
    {R"(<|&lt;)", "", Action::literal, "<"},
    {R"(>|&gt;)", "", Action::literal, ">"},
    {R"([<>]?[:;=][\-o*']?[()DPdpO\\\{@|\[\]])", R"([^A-Za-z0-9])", Action::smiley},
    {R"({FACE}_{FACE}|\({FACE}[_.]?{FACE}\)|\([\^x=~<>']-[\^x=~<>'`]\))", "", Action::smiley},
    {R"(\{)", "", Action::literal, "-LCB-"},
    {R"(\})", "", Action::literal, "-RCB-"},
    {R"(\[)", "", Action::literal, "-LSB-"},
    {R"(\])", "", Action::literal, "-RSB-"},
    {R"(\()", "", Action::literal, "-LRB-"},
    {R"(\))", "", Action::literal, "-RRB-"},
    {R"(-{3,4})", "", Action::literal, "--"},
    {R"(-+)", ""},
    {R"(\.{3,5}|(\.[ \u00a0]){2,4}\.|[\u0085\u2026])", "", Action::literal, "..."},
    {R"(@+|#+|_+|\*+|(\\\*){1,3}|[,;:\u3001]|[?!]+|[.\u00a1\u00bf\u037e\u0589\u061f\u06d4\u0700-\u0702\u07fa\u3002]|=|/)",
     ""},
    {R"(({HYPHENED}|{JOINED})\.)", R"([,;:\u3001])", Action::word},
    {R"({HYPHENED})", "", Action::word},
    {R"({JOINED})", ""},
    {R"(')", R"([A-Za-z][^ \t\n\r\u00a0])", Action::literal, "`"},
    {R"({AP}{CONTRACTED})", "", Action::quotes},
    {R"({AP}|''|{QUOTE}{1,2})", "", Action::quotes},
    {R"(<<|>>|[+%&~\^|\\`\u00a6\u00a7\u00a8\u00a9\u00ac\u00ae\u00af\u00b0-\u00ba\u00d7\u00f7\u0387\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u0600-\u0603\u0606-\u060a\u060c\u0614\u061b\u061e\u066a\u066d\u0703-\u070d\u07f6-\u07f8\u0964\u0965\u0e4f\u1fbd\u2016\u2017\u2020-\u2023\u2030-\u2038\u203b\u203e-\u2042\u2044\u207a-\u207f\u208a-\u208e\u2100-\u214f\u2190-\u2bff\u3012\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65])",
     ""},
    {R"([\0\u200b\u200e\u200f\ufeff]|{SP}+|&nbsp;)", "", Action::skip},
    {R"({NL})", "", Action::line},
};

}  // namespace gramscore::ptb
