"""Writes the probes of doc_revision with what each should earn.

The scores come from the formulas in DocRevision's Javadoc, worked out here a second time, slowly and
with regular expressions; nothing is asked of the Java graders, whose test compares.

    python3 graders/tools/revision_probes.py \
        > graders/src/main/resources/io/plumbline/graders/probes/doc_revision.jsonl
"""

import itertools
import json
import re
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal

BE = set("is are was were be been being am isn't aren't wasn't weren't get gets got gotten getting".split())
ADVERBS = set("so not never also already then now soon once twice again still yet just often first later".split())
NEGATIONS = set(
    (
        "not no never nobody nothing none nowhere neither nor cannot without hardly"
        " false falsely untrue wrong wrongly incorrect invented"
    ).split()
)
PARTICLES = set("away off up over".split())
NO_PARTICIPLES = set("indeed need feed seed speed bed red shed hundred exceed".split())
IRREGULAR = set("fed borne kept seen sold run written drawn stolen hurt taken read said shut held found set put told made".split())
COMMON = set(
    (
        "a an the and or but of to in on at for by with from as that this these those it its he she"
        " they them his her their we our us you your i is are was were be been being am has have had"
        " do does did will would should can could may might must not no so than then there here"
        " which who whom whose what when where if because while all each every some any both more"
        " most other such only also into out up about"
    ).split()
)
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER = {word: n for n, word in enumerate(UNITS) if n > 1} | {
    word: 10 * n for n, word in enumerate(TENS, 2)
}
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
PRINTED = re.compile("[\n -~\u00a1-\u00ac\u00ae-\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e" + LATIN + "]")


FOLD = {c: c + 32 for c in [*range(65, 91), *range(0xC0, 0xDF)]}

SIGNS = {"$": {"dollar", "dollars"}, "\u20ac": {"euro", "euros"}, "\u00a3": {"pound", "pounds"}}


class Token:
    sign = ""

    def __init__(self, text, first, figure=None, comma=False, foreign=False):
        self.text, self.first, self.figure = text.replace("\u2019", "'"), first, figure
        self.comma, self.foreign = comma, foreign
        self.small = self.text.translate(FOLD)
        capital = self.text[:1].isupper() and figure is None
        letters = re.sub("[^A-Z]", "", self.text)
        coded = bool(re.search("[0-9]", self.text)) or (len(letters) > 1 and letters == self.text)
        self.named = figure is None and (coded or (capital and not first)) and len(text) > 1


class Text:
    """Sentences of tokens; a token's key is what pairs are made of."""

    PIECE = re.compile(
        r"(?P<figure>(?>[0-9]+(?:[,.:][0-9]+)*)(?:(?![" + LATIN + r"])|(?<=[0-9,.:]{19}))(?P<percent>%|\s%|\spercent\b|\sper\scent\b)?)"
        r"|(?P<tens>(?i:" + "|".join(TENS) + r")-(?i:" + "|".join(UNITS[1:10]) + r")(?![" + LATIN + r"])(?P<share>%|\s%|\spercent\b|\sper\scent\b)?)"
        r"|(?P<word>(?:[^\W_]|[\x00\u200b\u00ad\u2060])(?:[^\W_]|[\x00\u200b\u00ad\u2060]|['\u2019](?=[" + LATIN + "]))*)"
        r"|(?P<title>(?<=\b[A-Z])[.](?![.!?])|(?<=\b[A-Z][rs])[.](?![.!?]))"
        r"|(?P<end>[.!?]+(?=[\"')\]\u201d\u2019]*(?:\s|$)))"
        r"|(?P<line>\n[ \t\r]*\n\s*|\n(?=\s*[-*#\u2022]))"
        r"|(?P<other>\S)"
    )

    def __init__(self, text, home=""):
        self.sentences, self.stopped, comma = [[]], [], False
        for piece in self.PIECE.finditer(text):
            kind, now = piece.lastgroup, self.sentences[-1]
            kind = {"percent": "figure", "share": "tens"}.get(kind, kind)
            if kind == "figure":
                digits = re.match("[0-9,.:]*[0-9]", piece["figure"])[0]
                plain = re.fullmatch("[0-9]+(,[0-9]{3})*([.][0-9]+)?", digits) and len(digits) <= 18
                value = str(float(digits.replace(",", ""))) if plain else re.sub("^0", "", digits)
                now.append(Token(piece[0], not now, value + ("%" if piece["percent"] else "")))
                before = text[: piece.start()][-1:]
                now[-1].sign = before if before in SIGNS else ""
            elif kind == "tens":
                tens, unit = re.findall("[A-Za-z]+", piece[0])[:2]
                value = str(float(10 * (TENS.index(tens.lower()) + 2) + UNITS.index(unit.lower())))
                now.append(Token(piece[0], not now, value + ("%" if piece["share"] else "")))
            elif kind == "word":
                number = NUMBER.get(piece[0].translate(FOLD))
                foreign = not all(c in home or PRINTED.match(c) for c in piece[0])
                value = None if number is None else str(float(number))
                now.append(Token(piece[0], not now, value, comma, foreign))
            elif kind in ("end", "line") and now:
                self.stopped.append(kind == "end")
                self.sentences.append([])
            comma = kind in ("other", "title") and piece[0] not in "\"'-\u2018\u2019\u201c\u201d"
        if self.sentences[-1]:
            self.stopped.append(False)
        else:
            self.sentences.pop()

    def tokens(self):
        return [token for sentence in self.sentences for token in sentence]


class Strict:
    WEIGHTS = (0.20, 0.25, 0.15, 0.40)
    CAPS = {
        "passive_voice_dominant": 0.3,
        "word_count_exceeded": 0.3,
        "empty_output": 0.0,
        "copied_unchanged": 0.3,
        "nothing_repaired": 0.4,
        "negation_changed": 0.5,
        "unsupported_facts": 0.5,
        "disguised_characters": 0.3,
    }

    def __init__(self, task):
        gold = task["gold_or_reference_output"].strip()
        self.written, self.input = bool(gold), task["input"]
        self.home = gold + self.input
        self.draft, self.gold = (Text(t, self.home) for t in (self.input, gold or self.input))
        both = self.draft.tokens() + self.gold.tokens()
        self.names = {t.text for t in both if t.named}
        small = {t.text for t in both if t.figure is None and t.text == t.small}
        for sentence in self.draft.sentences + self.gold.sentences:
            for first, second in zip(sentence[:1], sentence[1:2]):
                alone = second.comma or not second.named or first.figure is not None
                if not alone and first.text != first.small and first.small not in small:
                    self.names.add(first.text)
        self.known = {t.small for t in both if t.figure is None}
        self.faults = task["expected_metadata"]["faults"]
        self.pairs = [self.pairs_of(t) for t in (self.draft, self.gold)]
        self.facts = [Counter(self.facts_of(t)) for t in (self.draft, self.gold)]

    def key(self, token):
        if token.figure is not None:
            return "#" + token.figure
        return token.text if token.text in self.names else token.small

    def fact(self, token):
        if token.figure is not None:
            at_home = not token.sign or token.sign in self.input or SIGNS[token.sign] & self.known
            return "#" + token.figure + ("" if at_home else token.sign)
        if token.foreign:
            return "?" + token.text
        if token.text in self.names:
            return token.text
        if token.small in NEGATIONS or token.small.endswith("n't"):
            return "not"
        inner = token.text[1:] != token.small[1:]
        return token.text if token.named and (inner or token.small not in self.known) else None

    def facts_of(self, text):
        return [f for f in map(self.fact, text.tokens()) if f]

    def pairs_of(self, text):
        pairs, last = Counter(), "|"
        for sentence in text.sentences:
            for token in sentence:
                pairs[(last, self.key(token))] += 1
                last = self.key(token)
            last += "|"
        return pairs

    def junctions(self, text):
        """Each sentence's last two words with the first two of the next."""
        keys = [[self.key(t) for t in sentence] for sentence in text.sentences]
        return Counter((*a[-2:], "|", *b[:2]) for a, b in zip(keys, keys[1:]) if len(b) > 1)

    def keys(self, text):
        return [[self.key(t) for t in sentence] for sentence in Text(text).sentences]

    @staticmethod
    def passives(sentence):
        """Participles behind a form of to be, adverbs or an aside between."""
        found, state, passed = [], None, 0
        for t in sentence:
            if t.figure is not None:
                state = state if state == "aside" else None
                continue
            word = t.small
            if word in BE:
                state, passed = "be", 0
                continue
            if state and t.comma:
                state, passed = ("aside" if state == "be" else "be"), 0
            if state == "aside":
                passed += 1
                state = None if passed > 8 else state
            elif state == "be":
                if (word.endswith("ed") and len(word) > 3 and word not in NO_PARTICIPLES) or word in IRREGULAR:
                    found.append(word)
                    state = None
                else:
                    passed += 1
                    adverb = word in ADVERBS or word.endswith("ly")
                    state = "be" if adverb and passed <= 4 else None
        return found

    def held(self, text):
        """Facts that stand between neighbours that are theirs in draft or gold, and of all how many."""
        known = set(self.pairs[0]) | set(self.pairs[1])
        alone = [[self.key(t) for t in s] for s in self.draft.sentences + self.gold.sentences if len(s) == 1]
        held, count = Counter(), 0
        for sentence in text.sentences:
            keys = [self.key(t) for t in sentence]
            for i, t in enumerate(sentence):
                fact = self.fact(t)
                if fact:
                    count += 1
                    sides = [(i - 1, i)] * (i > 0) + [(i, i + 1)] * (i + 1 < len(keys))
                    if all((keys[a], keys[b]) in known for a, b in sides) and (sides or keys in alone):
                        held[fact] += 1
        return held, count

    def grade(self, output):
        scores, flags = self.scores(output)
        scores = [0 if s is None else s for s in scores]
        composite = rounded(sum(w * s for w, s in zip(self.WEIGHTS, scores)), 4)
        return rounded(min([composite] + [self.CAPS[flag] for flag in flags]), 3)

    def scores(self, output):
        """By dimension, None where unassessed; and the flags."""
        text = Text(output, self.home)
        pairs, (draft, gold) = self.pairs_of(text), self.pairs
        both, either = draft & gold, draft | gold
        share = lambda part, whole: part / whole if whole else 1.0
        kept = share((pairs & both).total(), both.total())
        own = (pairs & either).total() / pairs.total() if pairs else 0.0
        joined = self.junctions(self.draft) & self.junctions(self.gold)
        order = share((self.junctions(text) & joined).total(), joined.total())
        held, count = self.held(text)
        shared = self.facts[0] & self.facts[1]
        recall = share((held & shared).total(), shared.total()) if shared else kept
        precision = share((held & (self.facts[0] | self.facts[1])).total(), count)
        free = Counter(p for s in self.gold.sentences for p in self.passives(s) if self.written)
        passive = 0
        for sentence in text.sentences:
            bad = False
            for participle in self.passives(sentence):
                free[participle] -= 1
                bad |= free[participle] < 0
            passive += bad
        passive = share(passive, len(text.sentences)) if text.sentences else 0.0
        negations = [sum(1 for f in self.facts_of(t) if f == "not") for t in (text, self.draft, self.gold)]
        negated = negations[0] > max(negations[1:]) or self.negates(text)
        words = len(output.split())
        limit = 1 - min(1, max(0, (words - 300) / 150))
        fixed = sum(self.repaired(fault, text) for fault in self.faults)
        scores = (
            kept * own * order * (limit + 1 - passive) / 2,
            0.0 if negated else recall * precision,
            kept * own * order,
            kept * own * fixed / len(self.faults) if self.faults else None,
        )
        keys = lambda t: [self.key(x) for x in t.tokens()]
        same = keys(self.draft) == keys(self.gold)
        flags = {
            "passive_voice_dominant": passive > 0.5,
            "word_count_exceeded": words > 360,
            "empty_output": not text.sentences,
            "copied_unchanged": keys(text) == keys(self.draft) and not (same and self.written),
            "nothing_repaired": fixed == 0 and bool(self.faults),
            "negation_changed": negated,
            "unsupported_facts": self.invents(text),
            "disguised_characters": any(t.foreign for t in text.tokens()),
        }
        return scores, [flag for flag, raised in flags.items() if raised]

    def negates(self, text):
        """Whether a negation has no neighbour of its own, or lacks between neighbours."""
        known = set(self.pairs[0]) | set(self.pairs[1])
        gaps = set()
        for sentence in self.draft.sentences + self.gold.sentences:
            for a, b, c in zip(sentence, sentence[1:], sentence[2:]):
                if self.fact(b) == "not":
                    gaps.add((self.key(a), self.key(c)))
        for sentence in text.sentences:
            keys = [self.key(t) for t in sentence]
            made = list(zip(keys, keys[1:]))
            if any(p in gaps and p not in known for p in made):
                return True
            for i, t in enumerate(sentence):
                sides = made[max(i - 1, 0) : i] + made[i : i + 1]
                if self.fact(t) == "not" and not any(p in known for p in sides):
                    return True
        return False

    def runs(self, text):
        """Runs of figures and names, each with the words before and behind it."""
        for sentence in text.sentences:
            run, before = [], "|"
            for t in [*sentence, None]:
                fact = t and self.fact(t)
                if fact and fact != "not":
                    run.append(self.key(t))
                    continue
                behind = self.key(t) if t else "|"
                if run:
                    yield (before, behind), tuple(sorted(run))
                run, before = [], behind

    def invents(self, text):
        facts = set(self.facts[0]) | set(self.facts[1]) | {"not"}
        if any(f not in facts for f in self.facts_of(text)):
            return True
        held = [*self.runs(self.draft), *self.runs(self.gold)]
        places = {place for place, _ in held}
        return any(p in places and (p, run) not in held for p, run in self.runs(text))

    def repaired(self, fault, text):
        kind = fault["kind"]
        repaired, planted = fault["repaired"], fault.get("planted", fault["repaired"])
        mine = [k for s in self.keys(repaired) for k in s]
        theirs = [k for s in self.keys(planted) for k in s]
        made_by = lambda sentences: {p for s in sentences for p in self.made(s)}
        wanted, planned = made_by(self.keys(repaired)), made_by(self.keys(planted))
        golden = [[self.key(t) for t in s] for s in self.gold.sentences]
        anchors = {k for k in mine if k in theirs and k[0] != "#"}
        anchors = {k for k in anchors if k not in COMMON} or anchors
        in_order = lambda sentences: [p for s in sentences for p in self.made(s)]
        first = lambda parts, of: set([p for p in dict.fromkeys(parts) if p in of][:64])
        anchors = first(mine, anchors)
        pairs, new = (first(in_order(self.keys(repaired)), of) for of in (wanted & planned, wanted - planned))
        drafted = Counter(p for s in self.draft.sentences for p in self.made([self.key(t) for t in s]))
        old = {p for p in planned - made_by(golden) if kind == "filler" or drafted[p] < 2}
        old = first(in_order(self.keys(planted)), old)
        least, acts, passive, fatal, telling = None, [], None, None, set()
        elsewhere = sorted(len(wanted & made_by([s])) for s in [[], *golden])[-2]
        if kind == "filler" and old:
            least = min(max(2, len(old) // 4 + 1), len(old))
            next_but_one = [(a, c) for s in self.keys(fault["filler"]) for a, c in zip(s, s[2:])]
            torn = set(next_but_one) - planned - made_by(golden)
            telling = {p for p in old if drafted[p] < 2} | {p for p in torn if not drafted[p]}
            old |= set([p for p in dict.fromkeys(next_but_one) if p in torn][: 64 - len(old)])
        elif kind == "passive":
            least = (len(old) + 1) // 2 if old else None
            passive = next((p for s in Text(planted).sentences for p in self.passives(s)), None)
            acts = self.acts(mine, theirs, passive) if passive in theirs else []
            if len(acts) == 3 and not self.behind(golden, acts[2], passive):
                fatal = acts[2]
        elif kind == "lead":
            least = max(-(-len(pairs) // 3), elsewhere + 1)
        elif kind == "figure":
            value = [self.key(t) for t in Text(fault["right"]).tokens()][0]
            value = value if value in mine else value + "%"
            new = set()
            if value in mine:
                at = mine.index(value)
                new = {p for p in zip(mine[max(at - 1, 0) : at + 1], mine[max(at - 1, 0) + 1 : at + 2])}
        cut = dict.fromkeys(k for s in self.keys(fault.get("filler", "")) for k in s)
        spare = set([k for k in cut if k not in mine][:60])
        again_due, room = {}, 60 - len(spare)
        for k in cut:
            if k in mine and k[0] != "#" and k not in COMMON and room > mine.count(k):
                again_due[k] = mine.count(k)
                room -= again_due[k] + 1
        roles = {k for role in acts for k in role}
        there, right, faulty, early, before = 0, False, False, True, 0
        headings = itertools.takewhile(lambda i: not self.gold.stopped[i], range(len(golden)))
        most_heading = 12 + sum(len(golden[i]) for i in headings)
        here, piece = 0, set()
        for sentence, stopped in zip(text.sentences, text.stopped):
            keys = [self.key(t) for t in sentence]
            limit = 2 * len(mine) + 4 if kind == "lead" and early else len(keys)
            seen, again, runs = set(), set(), [[]]
            for i, key in enumerate(keys):
                pair = (keys[i - 1], key) if i else None
                is_shared = pair in pairs and i < limit
                if key in roles or pair in new or is_shared or (key in anchors and i < limit):
                    if runs[-1] and i > runs[-1][-1] + 5:
                        runs.append([])
                    runs[-1].append(i)
                if pair in pairs and (i >= limit or pair in {(keys[j - 1], keys[j]) for j in runs[-1] if 0 < j < i}):
                    again.add(pair)
            met_before, piece_before, here, fit = here, piece, 0, False
            for run in runs:
                met = {(keys[i - 1], keys[i]) for i in run if i}
                words = {keys[i] for i in run if i < limit}
                shared, length = len(met & pairs), run[-1] - run[0] if run else 0
                is_met = (
                    2 * length <= 3 * len(mine) + 8
                    and anchors
                    and len(anchors & words) >= 0.8 * len(anchors)
                    and shared >= (0.8 if kind == "lead" else 0.75) * len(pairs)
                    and (kind == "figure" or shared + len(met & new) >= 0.5 * len(pairs | new))
                )
                if not is_met:
                    faulty |= kind == "lead" and shared >= least
                    continue
                here += 1
                if kind == "figure":
                    fit |= bool(met & new)
                    faulty |= not met & new and elsewhere < 0.75 * len(pairs)
                elif kind == "passive":
                    left = list(acts)
                    for i in run:
                        if left and keys[i] in left[0]:
                            left.pop(0)
                    fit |= not left
                    faulty |= bool(left) and elsewhere < 0.75 * len(pairs)
                else:
                    fit |= kind != "lead" or before + run[0] <= most_heading
            there += here
            if kind == "lead":
                fit &= early and stopped
                faulty |= len(again) >= least or there > 1
            else:
                shown = len(old & made_by([keys]))
                faulty |= least is not None and shown >= (1 if kind == "filler" and here else least)
            beside = len(spare & set(keys)) + sum(keys.count(k) > n for k, n in again_due.items())
            faulty |= bool(here) and beside >= max(2, (len(spare) + 1) // 2)
            piece = telling & made_by([keys])
            faulty |= bool(here and piece_before) or bool(met_before and piece)
            if passive:
                voice = passive in self.passives(sentence)
                bare = [k for j, k in enumerate(keys) if not (k in PARTICLES and keys[j + 1 : j + 2] == ["by"])]
                voice |= (passive, "by") in self.made(bare)
                faulty |= bool(here) and voice
                faulty |= fatal is not None and self.behind([keys], fatal, passive)
            right |= fit
            early &= not stopped
            before += len(keys)
        if kind == "figure":
            wrong = [self.key(t) for t in Text(fault["wrong"]).tokens()][0]
            wrong = wrong if wrong in theirs else wrong + "%"
            facts = [f for f in self.facts_of(text) if f == wrong]
            faulty |= len(facts) > self.facts[1][wrong]
        return right and not faulty

    @staticmethod
    def made(keys):
        return list(zip(keys, keys[1:]))

    @staticmethod
    def behind(sentences, words, participle):
        """Whether a sentence has the participle somewhere behind one of the words."""
        return any(set(s[: i]) & words for s in sentences for i, k in enumerate(s) if k == participle)

    @staticmethod
    def acts(mine, theirs, participle):
        """What agent, verb and object are called."""
        content = lambda k: k[0] != "#" and k not in COMMON
        if participle in mine:
            verb = mine.index(participle)
        else:
            verb = max((i for i, k in enumerate(mine) if content(k) and k not in theirs), default=0)
        done = theirs.index(participle)
        behind = lambda k: k not in theirs or len(theirs) - 1 - theirs[::-1].index(k) > done
        agent = next((k for k in reversed(mine[:verb]) if content(k) and behind(k)), None)
        if agent is None:
            return []
        roles = [{agent}, {mine[verb], participle}]
        return roles + [{k} for k in mine[verb + 1 :] if content(k) and k in theirs[:done]][:1]


def reference(task, output):
    """Profile reference, unassessed dimensions at 0.5."""
    words, before = len(output.split()), max(len(task["input"].split()), 1)
    limit = 1 if words <= 300 else max(0, round(1 - (words - 300) / 150, 3))
    sentences = [s for s in re.split("[.!?]+", output) if s.strip()]
    form = re.compile(r"\b(is|are|was|were|be|been|being)\s+\w+ed\b", re.IGNORECASE)
    passive = round(sum(bool(form.search(s)) for s in sentences) / len(sentences), 3) if sentences else 0
    following = round((limit + (1 - passive)) / 2, 3)
    over = 1 if words <= 1.5 * before else 0.5 if words <= 2 * before else 0
    composite = rounded(0.3 * following + 0.3 * 0.5 + 0.2 * over + 0.2 * 0.5, 4)
    cap = 0.3 if passive > 0.5 or words > 360 else 1
    return rounded(min(composite, cap), 3)


def rounded(value, places):
    """Half-even on the exact binary value."""
    return float(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


if __name__ == "__main__":
    import revision_probe_texts as texts

    for task in texts.TASKS:
        print(json.dumps(task))
    graders = {task["case_id"]: (task, Strict(task)) for task in texts.TASKS}
    for case, exploit, kind, why, output in texts.probes():
        task, strict = graders[case]
        probe = {
            "environment": "doc_revision",
            "exploit": exploit,
            "kind": kind,
            "why": why,
            "task": "doc_revision/probes/" + case,
            "output": output,
            "reference": reference(task, output),
            "strict": strict.grade(output),
        }
        if exploit in texts.BLIND_SPOTS:
            probe["blind_spot"] = texts.BLIND_SPOTS[exploit]
        print(json.dumps(probe))
