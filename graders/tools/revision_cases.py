"""Writes cases of doc_revision's strict grades: small texts, each for a rule or two.

Scores and flags come from revision_probes.py; the evidence, where a case has any, is written here.

    python3 graders/tools/revision_cases.py \
        > graders/src/test/resources/io/plumbline/graders/revision/strict.jsonl
"""

import json
import random

from revision_probes import Strict

LEAD = "The board should keep the pier open."
FIGURE = "Ada Tully sold 640 ropes in May."
ACTIVE = "The crew painted the old gate."
PLAIN = "Nobody was hurt in June."
WRONG = FIGURE.replace("640", "460")
PASSIVE = "The old gate was painted by the crew."
FULL = "As we all know, nobody was hurt in June."
GOLD = " ".join([LEAD, FIGURE, ACTIVE, PLAIN])
DRAFT = " ".join([WRONG, PASSIVE, FULL, LEAD])
FAULTS = [
    {"kind": "lead", "repaired": LEAD},
    {"kind": "figure", "planted": WRONG, "repaired": FIGURE, "wrong": "460", "right": "640"},
    {"kind": "passive", "planted": PASSIVE, "repaired": ACTIVE},
    {"kind": "filler", "planted": FULL, "repaired": PLAIN, "filler": "As we all know,"},
]
DRAFT_LEFT = [
    "quality_delta: the sentence that belongs first does not stand first, or not there alone",
    f'quality_delta: figure 460 is not corrected everywhere in "{WRONG}"',
    f'quality_delta: the passive voice stays in "{PASSIVE}"',
    'quality_delta: filler "As we all know," is not cut',
]
NOTHING = "nothing_repaired: faults are recorded and none is repaired"
COPIED = "copied_unchanged: the output's words are the draft's, and the gold's are not"
EMPTY = "empty_output: the output has no word"
UNSUPPORTED = (
    "unsupported_facts: a figure or name that neither draft nor gold has, or that stands between"
    " two words that they have only others between"
)
MISSING = 'faithfulness: %s is missing, or elsewhere, from "%s"'
LEFT_OUT = 'over_editing: left out "%s"'
LOST = [
    LEFT_OUT % "Ada Tully sold",
    *[MISSING % (f'name "{name}"', WRONG[:-1]) for name in ["Ada", "Tully", "May"]],
    LEFT_OUT % "ropes in May. The old gate",
    LEFT_OUT % "the crew",
    MISSING % ('word "nobody"', FULL[:-1]),
    MISSING % ('name "June"', FULL[:-1]),
    LEFT_OUT % "nobody was hurt in June",
    LEFT_OUT % LEAD[:-1],
]
FEW = 'quality_delta: nothing stands for "%s"'


# Why, the kind of fault, its planted and its repaired form, and outputs but for the latter.
LIST = "The list was written by Bo in May and June."
GATE = "The gate was opened in May and June."
ROAD = "the old road to the new bridge by the mill shut in the rain of late May again"
MANY = " ".join(a + b + c for a in "kvz" for b in "aeiou" for c in "klmnst")
ODD_FAULTS = [
    ("a passive much like its repair", "passive", "In May and in June the old gate was shut by Bo.", "In May and in June Bo shut the old gate."),
    ("a passive that is none", "passive", "The gate shut.", "Bo shut the gate.", "The gate shut Bo."),
    ("a passive that is none behind an aside", "passive", "It was, as it seems. Shut, the gate was big.", "Bo shut the big gate.", "The big gate shut Bo."),
    ("a passive that is none in the next sentence", "passive", "It was, as it seems. There, shut, stood the big gate.", "Bo shut the big gate.", "The big gate shut Bo."),
    ("a passive that is none, and another order", "passive", "The crew paints the old gate.", ACTIVE, "The old gate the crew painted."),
    ("an object that is new", "passive", PASSIVE, "The crew painted the rusty old gate.", ACTIVE),
    ("a repair that is spread far", "passive", PASSIVE, ACTIVE, "The crew came late and the crew had painted, so say they, the old gate.", "The crew came late and the crew had then painted, so say they, the old gate."),
    ("a passive whose participle is a name's", "passive", "It was Painted by Bo and by us.", "Bo so painted it by us.", "It so painted Bo by us."),
    ("another verb", "passive", LIST, "Bo wrote the list in May and June.", "Bo had written the list in May and June.", "The list wrote Bo in May and June.", "The list had written Bo in May and June."),
    ("a mangled passive beside its repair", "passive", LIST, "Bo wrote the list in May and June.", "The list was in May and June. Bo wrote the list in May and June.", "Bo wrote the list in May and June. It rained in May. The list by Bo in May and June.", "Bo wrote the list in May and June. In May and June it rained."),
    ("another verb and a common word", "passive", LIST, "Bo wrote the list for us in May and June.", "Bo had written the list for us in May and June."),
    ("two other verbs", "passive", LIST, "Bo wrote and signed the list in May and June.", "Bo had written the list in May and June."),
    ("no verb", "passive", LIST, "The list by Bo in May and June."),
    ("nobody who acts", "passive", LIST, "Wrote the list in May and June."),
    ("who acts is new", "passive", GATE, "Bo opened the gate in May and June.", "The gate opened Bo in May and June."),
    ("who acts far before the verb", "passive", GATE, "Bo opened the gate in May and June.", "Bo x x x x opened the gate in May and June.", "Bo x x x x x opened the gate in May and June.", "Bo x x x x x x opened the gate in May and June."),
    ("who acts does not stand before the verb", "passive", "In May the list was written by Bo for the men of June.", "Bo in May wrote the list for the men of June.", "In May wrote Bo the list for the men of June."),
    ("a common word before the verb", "passive", "The list was written by Bo for the men of June.", "Bo would write the list for the men of June.", "It would write Bo the list for the men of June.", "Bo did write the list for the men of June."),
    ("the object stands last", "passive", LIST, "Bo wrote in May and June the list.", "The list Bo wrote in May and June."),
    ("a repair with few of the draft's pairs", "passive", "The men were seen by Ada there.", "There Ada saw the men.", "There so Ada, it seems, saw so the men.", "There so Ada saw so the men."),
    ("a repair with none of the draft's words", "passive", "The till was seen.", "Bo saw everything."),
    ("a figure beside another change", "figure", "Ada sold 46 ropes in May and left.", "Ada sold 64 ropes in May, then left.", "Ada sold ropes in May, then left."),
    ("a figure that ends its sentence", "figure", "The boats came to 46.", "The boats came to 64.", "The boats came to 46."),
    ("a figure that begins its sentence", "figure", "46 boats came to us.", "64 boats came to us.", "46 boats came to us."),
    ("a figure that its sentence lacks", "figure", "In 460 days the boats came.", "In 640 days the boats came.", "In 640 boats the days came."),
    ("a share", "figure", "Boats are 46 percent of all.", "Boats are 64 percent of all.", "Boats are 64 percent, not 46 percent, of all.", "Boats are 64 percent of all 46."),
    ("a word said twice", "filler", "Well now, the old gate by the gate shut in rain.", "The old gate by the gate shut in rain.", "The old gate by the gate shut in."),
    ("common words and a figure", "filler", "Well now, is it so so is is so it it is 5.", "Is it so so is is so it it is 5.", "Is it so so is is so it it is 6."),
    ("a long sentence torn apart", "filler", "Well now, " + ROAD + ".", ROAD[0].upper() + ROAD[1:] + ".", *["The " + ROAD[4:].replace(" ", " # ", n).replace("#", "x x x x") + "." for n in (1, 2, 3, 4)], *["The " + " x x x x ".join(ROAD[4:].rsplit(" ", n)) + "." for n in (2, 3, 4)]),
    ("more words and pairs than are known", "filler", f"Well now, {MANY}.", f"{MANY}.", " ".join(MANY.split()[:66]) + ".", " ".join(MANY.split()[:50]) + "."),
    ("more new pairs than are known", "passive", "The gate was shut by Bo.", f"Bo shut the gate {MANY}.", "Bo shut the gate " + " ".join(MANY.split()[:33]) + ".", "Bo shut the gate " + " ".join(MANY.split()[:20]) + "."),
    ("more of a filler than is known", "filler", f"{MANY}, we sat.", "We sat.", f"{MANY[-40:]} we sat.", f"{MANY[:40]} we sat.", *["We sat. We left. " + " ".join(MANY.split()[:n]) + "." for n in (17, 18, 19)]),
    ("seven pairs of a filler", "filler", "So it goes as we all say, Bo left.", "Bo left.", "Bo left. We left. As we all sat.", "Bo left. We left. As we sat."),
    ("common words alone in common", "passive", "It was written by us in it.", "Bo wrote it in it."),
    ("a lead once more, with what it lacked first", "lead", "", LEAD, "Board should keep the pier open as we sold ropes to all of them and then painted so many of the old gates and the board should keep it."),
    ("a short lead", "lead", "", "Keep the old pier open.", "Keep the old pier so open.", "Keep so the old pier so open."),
]


def swap(old, new, text=GOLD):
    assert old in text, old
    return text.replace(old, new)


ODD = (
    " not| wasn't| nobody| 7| 12%| 12 percent| 1,000| 9:40| forty-five| Ada| Tully| Bo| May| 3 May| X9| ABC|,|."
    "| -|!|\n\n|\n- |\n| was| were| painted| sold| by| over by| (|)|\"| $5| \u20ac5| so\u200bme| \u00e9t\u00e9| the| it| The| 640| 460"
    "| ropes| gate| old| crew| As we all| know,| keep| pier| should| Mr.| o'clock| In June| x| is,| then,"
).split("|")


def edited(text, draft, rng):
    """Some words dropped, doubled, moved, marred or put in."""
    for _ in range(rng.randint(1, 4)):
        words = text.split(" ")
        at, to = rng.randrange(len(words)), rng.randrange(len(words))
        kind = rng.randrange(9)
        if kind == 0:
            del words[at]
        elif kind == 1:
            words.insert(to, words[at])
        elif kind == 2:
            words[at], words[to] = words[to], words[at]
        elif kind == 3:
            words[at] = words[at][:1].swapcase() + words[at][1:]
        elif kind == 4:
            words[at] = words[at][:-1]
        elif kind == 5:
            words.append(rng.choice(draft.split(". ")))
        else:
            words[at] += rng.choice(ODD)
        text = " ".join(words) or "It"
    return text


def cases():
    """Why, output, evidence or None, and what differs from the usual task."""
    yield "the gold", GOLD, [], {}
    yield "the draft", DRAFT, [COPIED, NOTHING, *DRAFT_LEFT, 'instruction_following: passive voice in "The old gate was painted by the crew"'], {}
    yield "the wrong figure left", swap(FIGURE, WRONG), [DRAFT_LEFT[1]], {}
    yield "a filler left", swap(PLAIN, FULL), [DRAFT_LEFT[3], 'over_editing: added "gate. As"'], {}
    yield "a filler with other words for some of its own", swap(PLAIN, FULL.replace("we all know", "you all heard")), None, {}
    yield "half of a filler's words in other places", swap(PLAIN, "Nobody all in all was hurt in June as far as anybody heard."), None, {}
    yield "one word of a filler", swap(PLAIN, "In all nobody was hurt in June."), None, {}
    yield "half of a filler left", swap(PLAIN, FULL.replace("we all know", "we know")), None, {}
    yield "a passive left", swap(ACTIVE, PASSIVE), [DRAFT_LEFT[2], 'instruction_following: passive voice in "The old gate was painted by the crew"', 'over_editing: added "crew. Nobody"'], {}
    yield "a passive without a form of to be", swap(ACTIVE, "The old gate painted by the crew."), None, {}
    yield "a passive whose participle has a particle", swap(ACTIVE, "The old gate painted over by the crew."), None, {}
    yield "by behind another word", swap(ACTIVE, ACTIVE[:-1] + " by noon."), None, {}
    yield "the lead twice", LEAD + " " + GOLD, None, {}
    yield "the lead last", " ".join([FIGURE, ACTIVE, PLAIN, LEAD]), None, {}
    yield "the lead without its stop", GOLD.replace("open.", "open\n\n"), None, {}
    yield "the lead behind a heading", "Report\n\n" + GOLD, None, {}
    yield "the lead behind eleven words of headings", "one two " * 3 + "\n\n" + "five six " * 2 + "five\n\n" + GOLD, None, {}
    yield "the lead behind twelve words of headings", "one two " * 3 + "\n\n" + "five six " * 3 + "\n\n" + GOLD, None, {}
    yield "the lead behind sentences without their stops", FIGURE[:-1] + "\n\n" + ACTIVE[:-1] + "\n\n" + LEAD + " " + PLAIN, None, {}
    yield "the lead behind eleven words of its own sentence", "one two " * 5 + "one " + LEAD[0].lower() + LEAD[1:] + GOLD[len(LEAD):], None, {}
    yield "a lead behind the gold's own heading", "A long heading of so many words\n\nor more\n\n" + GOLD, None, {"gold_or_reference_output": "A long heading of so many words\n\n" + GOLD}
    yield "the lead at the end of a long first sentence", "One and one and one and one and one and one and one and one and one and one is two and " + GOLD[0].lower() + GOLD[1:], None, {}
    yield "the lead amid a short first sentence", "In short, " + GOLD[0].lower() + GOLD[1:], None, {}
    yield "a figure with neither neighbour", swap("sold 640 ropes", "sold some 640 strong ropes"), None, {}
    yield "the figure with one neighbour", swap("sold 640 ropes", "sold 640 strong ropes"), None, {}
    yield "the figure with the other neighbour", swap("sold 640 ropes", "sold some 640 ropes"), None, {}
    yield "object before the verb", swap(ACTIVE, "The old gate painted the crew."), None, {}
    yield "verb before the agent", swap(ACTIVE, "Painted the crew the old gate."), None, {}
    yield "an agent named twice", swap(ACTIVE, "The crew, the crew painted the old gate."), None, {}
    yield "nothing", "", [EMPTY, NOTHING, DRAFT_LEFT[0], *[FEW % f["planted"] for f in FAULTS[1:]], *LOST], {}
    yield "signs alone", "... -- !", None, {}
    yield "a word more", swap("old gate", "old green gate"), [FEW % PASSIVE, 'over_editing: left out "old gate"', 'over_editing: added "old green gate"'], {}
    yield "a word more at the end", GOLD[:-1] + " again.", None, {}
    yield "a word less", swap("old gate", "gate"), None, {}
    yield "a figure gone", swap("640 ropes", "ropes"), None, {}
    yield "another figure", swap("640", "641"), [UNSUPPORTED, DRAFT_LEFT[1], 'over_editing: added "sold 641 ropes"', 'faithfulness: figure "641" has no support in "Ada Tully sold 641 ropes in May"'], {}
    yield "another name", swap("Ada Tully", "Ben Osei"), None, {}
    yield "names in the other order", swap("Ada Tully", "Tully Ada"), None, {}
    yield "a negation gone", swap("Nobody was", "Somebody was"), None, {}
    yield "a negation gone between two words", swap("In June nobody was hurt.", "In June was hurt.", "In June nobody was hurt."), None, {"input": "In June nobody was hurt.", "gold_or_reference_output": "In June nobody was hurt. It rained.", "faults": []}
    for word in ["wasn't", "wasn\u2019t", "doesn't", "knot", "count", "can's", "didi't", "never", "false"]:
        yield "whether it negates: " + word, swap("painted the", word + " the"), None, {}
    for word in ["NOT", "noT", "Nobody", "WASN'T", "wasN\u2019T", "SEVEN", "forty-FIVE", "Forty-five", "AD\u00c0", "\u00e0D\u00c0"]:
        yield "a word in capitals: " + word, swap("painted the", word + " the"), None, {}
    for old, new in [
        (ACTIVE, PASSIVE.replace("was painted", "WAS PAINTED")),
        (ACTIVE, PASSIVE.replace("was painted", "wAS paintED")),
        (ACTIVE, PASSIVE.replace("was painted", "was newLY paintED")),
        (ACTIVE, "THE CREW painted the old gate."),
        (ACTIVE, "The cREW painted the Old Gate."),
        (ACTIVE, "The CRew painted the oLD gate, the Crew."),
        (PLAIN, FULL.replace("we all know", "we ALL KNOW")),
        (PLAIN, FULL.replace("As we all know", "AS WE ALL KNOW")),
        (PLAIN, FULL.replace("As we all know", "aS We aLL kNOW")),
        (PLAIN, "Nobody was hurt in JUNE, ADA."),
        (FIGURE, FIGURE.replace("Tully", "TULLY")),
        (LEAD, LEAD.upper()),
    ]:
        yield "capitals: " + new, swap(old, new), None, {}
    for more in ["not the pier", "the pier not", "The pier, not Ada", "Not"]:
        yield "a negation where none was: " + more, swap("the pier", more), None, {}
    for more in ["It is red. Not so.", "Not", "No. It is.", "So not. It is."]:
        yield "a negation at an edge: " + more, GOLD + " " + more, None, {}
    for more in [
        "None of the above is true.",
        "The old gate was by the crew.",
        "Old gate was.",
        "The old gate so was so painted so by the men.",
        "The gate painted.",
        "The gate the crew painted.",
        "Gate it. The crew painted it.",
        "The board should keep it.",
        "The board should it.",
        "Keep the pier, the pier, the pier.",
        "The board should keep the pier open. The board should keep the pier open.",
        "Ada Tully sold 460x ropes in May.",
        "Ada Tully sold ropes in June.",
        "As We all left.",
        "As We all Know, they left.",
        "As we left all. We know all they know, nobody left.",
    ]:
        yield "what planted sentences leave: " + more, GOLD + " " + more, None, {}
    yield "a filler's last pair", swap(PLAIN, "Know, nobody was hurt in June."), None, {}
    for torn in ["We know so nobody was hurt in June.", "We so know nobody was hurt in June.", "As so all, nobody was hurt in June."]:
        yield "a filler torn apart: " + torn, swap(PLAIN, torn), None, {}
    for piece in ["As we.", "We know.", "All know", "As.", "We so all.", "As all. So know.", "We were. As all know it."]:
        yield "a filler's piece before its sentence: " + piece, swap(PLAIN, piece + "\n\n" + PLAIN), None, {}
        yield "a filler's piece behind its sentence: " + piece, GOLD + " " + piece, None, {}
        yield "a filler's piece elsewhere: " + piece, swap(FIGURE, piece + " " + FIGURE), None, {}
        yield "a filler's piece and its sentence cut: " + piece, swap(PLAIN, piece), None, {}
    yield "a filler's piece two sentences behind", GOLD + " We left. As we.", None, {}
    yield "a filler's piece before the sentence said again", swap(FIGURE, FIGURE + " As we. " + PLAIN), None, {}
    yield "a filler's piece behind its sentence, which is left and right", swap(PLAIN, PLAIN + " As we. " + PLAIN), None, {}
    two = {
        "input": "In a word. So it was, then we left. The men saw it in a while. It shut. Then we left.",
        "gold_or_reference_output": "Then we left. The men saw it in a while. It shut. Then we left.",
        "faults": [{"kind": "filler", "planted": "In a word. So it was, then we left.", "repaired": "Then we left.", "filler": "In a word. So it was"}],
    }
    for more in ["", " In word.", " A in.", " Word a.", " A word. In word.", " In a.", " A so.", " Word it.", " So was."]:
        yield "a filler of two sentences:" + more, two["gold_or_reference_output"] + more, None, two
    for alone in ["hurt in\n\nJune.", "hurt. June.", "hurt in. June, June.", "hurt in June. June."]:
        yield "a fact alone in its sentence: " + alone, swap("hurt in June.", alone), None, {}
    for name in ["June", "640", "June 640", "nobody", "May"]:
        yield "a fact alone in draft and gold: " + name, name + "\n\nThe boats left us in May.", None, {
            "input": "June\n\nThe boats left in May.\n\n640",
            "gold_or_reference_output": "June\n\nThe boats left us in May.\n\n640",
            "faults": [],
        }
    yield "a fact alone in its sentence, in words", swap("hurt in June.", "hurt. June."), [
        FEW % FULL,
        MISSING % ('name "June"', FULL[:-1]),
        LEFT_OUT % "hurt in June",
        'faithfulness: name "June" has no support in "June"',
        'over_editing: added "hurt. June"',
    ], {}
    yield "a fact alone in draft and gold, in words", "June\n\nThe boats left us.\n\n640", [
        MISSING % ('name "May"', "The boats left in May"),
        LEFT_OUT % "in May.  640",
        'over_editing: added "us.  640"',
    ], {"input": "June\n\nThe boats left in May.\n\n640", "gold_or_reference_output": "June\n\nThe boats left us in May.\n\n640", "faults": []}
    yield "facts more often than they should be", GOLD + " " + FIGURE, [
        *[f'faithfulness: {fact} has no support in "{FIGURE[:-1]}"' for fact in ['name "Ada"', 'name "Tully"', 'figure "640"', 'name "May"']],
        f'over_editing: added "June. {FIGURE[:-1]}"',
    ], {}
    met = {
        "input": "Bo saw. We met Ada there.",
        "gold_or_reference_output": "Men saw Ada. We met Ada there.",
        "faults": [{"kind": "passive", "planted": "Ada was seen by men.", "repaired": "Men saw Ada."}],
    }
    for output in ["Men saw Ada. We met, Ada was there.", "Men saw Ada. We met Ada there."]:
        yield "a planted sentence that the draft lacks", output, None, met
    yield "a sentence more often than is counted", "It rains. " * 140, None, {"input": "It rains.", "gold_or_reference_output": "It rains.", "faults": []}
    yield "one sentence of all", GOLD.replace(". ", "; "), None, {}
    yield "scattered pairs of a lead far behind in a later sentence", GOLD + " One and one and one and one and one and one and one and one and one and one is the board of x x x x x x and keep the x x x x x x x pier open.", None, {}
    opened = {
        "input": "The gate was opened in May and June. The gate opened in July.",
        "gold_or_reference_output": "Bo opened the gate in May and June. The gate opened in July.",
        "faults": [{"kind": "passive", "planted": "The gate was opened in May and June.", "repaired": "Bo opened the gate in May and June."}],
    }
    for more in ["", " The gate opened Bo in May and June."]:
        yield "an active sentence once turned round" + more, opened["gold_or_reference_output"] + more, None, opened
    yield "a lead whose last word stands too far behind", GOLD.replace(LEAD, "x " * 12 + LEAD[0].lower() + LEAD[1:-6] + " and open."), None, {}
    apart = {
        "input": "The gate was painted by the crew. We painted boats.",
        "gold_or_reference_output": "The crew painted the gate. We painted boats.",
        "faults": [{"kind": "passive", "planted": "The gate was painted by the crew.", "repaired": "The crew painted the gate."}],
    }
    for more in ["", " Gate so painted."]:
        yield "a participle behind the object's sentence in the gold" + more, apart["gold_or_reference_output"] + more, None, apart
    for nul in ["\0", "\0\0", "\0 \0", "\0The", "gate\0"]:
        yield "a word of no character: " + repr(nul), swap("old gate", nul + " old gate"), None, {}
    yield "a filler's last word", swap(PLAIN, "Know: so nobody was hurt in June."), None, {}
    yield "a capital that is no name's", swap("painted the", "Painted The"), None, {}
    yield "a capital within a word", swap("painted", "pAinted"), None, {}
    yield "a figure twice, once without its letters", swap(FIGURE, FIGURE + " " + WRONG.replace("460", "460x")), None, {}
    for words in ["a", "a b c d", "a b c d e", "a b c d e f"]:
        yield f"torn apart by {len(words.split())} words", swap("sold 640", f"sold {words} 640"), None, {}
        yield f"agent and verb torn apart by {len(words.split())} words", swap("crew painted", f"crew {words} painted"), None, {}
        yield f"verb and object torn apart by {len(words.split())} words", swap("painted the old", f"painted {words} the old"), None, {}
        yield f"a lead torn apart by {len(words.split())} words", swap("should keep", f"should {words} keep"), None, {}
        yield f"a plain sentence torn apart by {len(words.split())} words", swap("hurt in", f"hurt {words} in"), None, {}
    for gaps in [(3, 3), (4, 3), (4, 4), (4, 4, 4)]:
        torn = ["Nobody", "was", "hurt", "in June."]
        for i, gap in enumerate(gaps):
            torn[i] += " x" * gap
        yield f"torn apart in {len(gaps)} places", swap(PLAIN, " ".join(torn)), None, {}
    yield "a lead in two halves", swap(LEAD, "The board should keep so they all did and we all said and left the pier open."), None, {}
    yield "a lead once more in its own sentence", swap(LEAD, LEAD[:-1] + " and the board should keep it."), None, {}
    yield "a lead once more far behind in its sentence", swap(LEAD, LEAD[:-1] + " and one and one and one and one and one and one and one and the board should keep it."), None, {}
    yield "a lead once more in an unended sentence", swap(LEAD, "Should keep the pier\n\n" + LEAD), None, {}
    yield "a sentence's beginning twice", swap(PLAIN, "Nobody was hurt, nobody was hurt in June."), None, {}
    bare = {
        "input": "Well yes, it is 5. We left.",
        "gold_or_reference_output": "It is 5. We left.",
        "faults": [{"kind": "filler", "planted": "Well yes, it is 5.", "repaired": "It is 5.", "filler": "Well yes,"}],
    }
    for output in ["It is 5. We left.", "It is 6. We left.", "It was 5. We left.", "We left."]:
        yield "a sentence of common words and a figure", output, None, bare
    yield "a repair once in order, once not", swap(ACTIVE, ACTIVE + " The old gate is what so many of us saw when the crew painted the old gate."), None, {}
    yield "sentences in another order", " ".join([LEAD, ACTIVE, FIGURE, PLAIN]), None, {"input": GOLD, "faults": []}
    yield "one word a sentence", "Yes. No. Well. So.", None, {"input": "Yes. No. Well. So.", "gold_or_reference_output": "Yes. No. Well. So it is.", "faults": []}
    rng = random.Random(4)
    for _ in range(150):
        yield "edits at random", edited(rng.choice([GOLD, GOLD, DRAFT]), DRAFT, rng), None, {}
    plain = {"faults": []}
    aside = "a b c d e f g h"
    for more in ["It was, on 3 May, sold", "It was 3 sold", "It was sold 3", f"It was, {aside}, sold", f"It was, {aside} i, sold", "It was not not not not sold", "It was not not not not not sold", "It was fully sold", "It was ly sold", "It was full sold", "It was, so, full, sold", "It was, so sold", "It was. Sold", "Was it sold", "It was being sold", "It got sold", "It was red", "It was ed", "It was fed", "It was (so) sold", "It was - so - sold", "It was, is sold", "It was \u2018sold", "It was \u201dsold", "It was \u2015sold", "It was \u201esold", "It was \u2026sold", "It was \"sold", "It was 'sold", "It was -sold", "It was ~sold", "It was /sold"]:
        yield "whether it is passive: " + more, f"It rains. {more}.", None, {"input": "It rains.", "gold_or_reference_output": "It rains."} | plain
    for name, draft, gold, *outputs in [
        ("nobody wrote a gold", DRAFT, "", DRAFT, GOLD, PASSIVE),
        ("nobody wrote a gold, and a passive comes twice", PASSIVE + " " + PLAIN, " \n", PASSIVE + " " + PLAIN),
        ("the gold is the draft", PLAIN, PLAIN, PLAIN, FIGURE),
        ("a participle behind a sentence that ends in be", "It is as it was.\n\nPainted boats lay idle.", "It is as it was.\n\nPainted boats lay there.", "It is as it was.\n\nPainted boats lay there. The boats were painted.", "The boats were painted."),
        ("a participle behind a sentence that ends in an aside", "It was, after a talk. So, painted boats lay idle.", "It was, after a talk. So, painted boats lay there.", "The boats were painted.", "It was, after a talk. So, painted boats lay there."),
        ("the gold has a passive twice", "The till was stolen. Ada saw. The rope was stolen.", "The till was stolen. Ada saw it. The rope was stolen.", "The till was stolen. The rope was stolen. The list was stolen.", "The till was stolen. Ada saw it. The rope was stolen."),
        ("the gold has another passive", "The till was stolen. The pier was painted.", "The till was stolen. Ada painted the pier.", "The till was stolen. The pier was painted.", "The till was painted. Ada painted the pier."),
        ("a first name in the draft alone", "Bo Vey left the pier.", "The man left the pier.", "Bo Vey left the pier.", "Bo left the pier.", "A bo left the pier."),
        ("a first name in the gold alone", "The man left the pier.", "Bo Vey left the pier.", "Bo Vey left the pier.", "Bo left the pier.", "A bo left the pier."),
        ("a first word before a comma and a name", "Then, Ada left.", "Then, Ada left us.", "Then, Ada left us.", "Ada left then.", "We saw Then."),
        ("a first word that comes with a small letter", "Old Ada left. The old gate shut.", "Old Ada left us. The old gate shut.", "Old Ada left us. An Old gate shut.", "Old Ada left."),
        ("a small letter in the gold alone", "Old Ada left.", "Old Ada left the old gate.", "Old Ada left.", "The old gate."),
        ("a name in the gold alone", "The man left.", "A man, Bo, left.", "A man, Bo, left.", "Bo left.", "Bo man, left."),
        ("the pronoun", "So I left.", "So I left it.", "So I left it.", "I left it.", "So i left it."),
        ("a code", "Form X9 and NATO left.", "Form X9 and NATO left us.", "X9 left us.", "Form X9 left.", "NATO left.", "A x9 left."),
        ("dollars", "It took 5 dollars.", "It took 5 dollars then.", "It took $5 then.", "It took \u20ac5 then.", "It took \u00a35 then."),
        ("a dollar", "It took 1 dollar and 5.", "It took 1 dollar and 5 more.", "It took $5 then.", "It took $ 5 then."),
        ("euros", "It took 5 euros.", "It took 5 euros then.", "It took $5 then.", "It took \u20ac5 then.", "It took \u00a35 then."),
        ("a euro", "It took 5 of a euro.", "It took 5 of a euro then.", "It took \u20ac5 then."),
        ("pounds", "It took 5 pounds.", "It took 5 pounds then.", "It took \u00a35 then.", "It took \u20ac5 then."),
        ("a pound", "It took 5 of a pound.", "It took 5 of a pound then.", "It took \u00a35 then."),
        ("a currency sign in the draft", "It took $5.", "It took $5 then.", "It took $5 then.", "It took 5 then.", "It took \u20ac5 then."),
        ("a foreign character in the draft", "The \u03b1 boat left.", "The boat left.", "The \u03b1 boat left.", "The \u03b2 boat left."),
        ("a foreign character in the gold", "The boat left.", "The \u03b1 boat left.", "The \u03b1 boat left.", "The \u03b2 boat left."),
        ("a figure at another one's place", "Ada sold 5 ropes and 7 keys.", "Ada sold 5 ropes and 7 keys then.", "Ada sold 7 ropes and 5 keys then.", "Ada sold 5 ropes and 7 keys.", "7 ropes and 5 keys.", "Ada sold 7", "Ada sold 5. Ropes and 7 keys."),
        ("facts at a sentence's edges", "5 boats left. Ada saw 7.", "5 boats left us. Ada saw 7.", "7 boats left us. Ada saw 5.", "5 boats left us. 7.", "Ada saw 5", "7 boats."),
        ("a run of facts", "Ada Vey saw 3 May.", "Ada Vey saw 3 May there.", "Ada Vey saw May 3 there.", "Ada saw 3 there.", "Vey Ada saw 3 May."),
        ("a name where a figure was", "We saw Ada there. We saw 5 here.", "We saw Ada there now. We saw 5 here.", "We saw 5 there now. We saw Ada here.", "We saw Ada here."),
        ("two negations", "It was not so and not here.", "It was not so and not there.", "It was not so and not there and not here.", "It was so and not there.", "It was not so."),
        ("a negation first behind another sentence", "We left. Not all stayed.", "We left. Not all stayed there.", "We left all there. Not all stayed."),
        ("words with and without a negation between", "It is not red. The car is red.", "It is not red. The car is red now.", "It is not red. The car is red now.", "It is red. The car is not red now."),
        ("a negation with its own neighbour before it", "It was not so.", "It was not so here.", "It was not ever so here.", "It then not so here."),
        ("a negation first", "Not all left.", "Not all left us.", "All left us.", "Not all left.", "No boat left."),
        ("no facts", "the boats left.", "the boats left us.", "the boats.", "the boats left 5."),
        ("no pairs in common", "boats left", "men came", "men came", "boats came"),
        ("a gold much longer than its draft", "So Bo.", "So Bo left us, and then Ada saw 1 boat, 2 men, 3 dogs, 4 cats and 5 more.", "So Bo left us, and then Ada saw 1 boat, 2 men, 3 dogs, 4 cats and 5 more.", "So Bo left us, and Ada saw 5 cats and 4 more."),
        ("a pair more often than both have it", "the boat and the boat", "the boat and the boat left", "the boat and the boat and the boat", "the boat left"),
    ]:
        for output in outputs:
            yield name, output, None, {"input": draft, "gold_or_reference_output": gold} | plain
    ropes = ["Ada sold 46 old ropes in May.", "Ada sold 64 old ropes in May.", "Ada sold 30 old ropes in June."]
    figures = {
        "input": f"{ropes[0]} {ropes[2]}",
        "gold_or_reference_output": f"{ropes[1]} {ropes[2]}",
        "faults": [{"kind": "figure", "planted": ropes[0], "repaired": ropes[1], "wrong": "46", "right": "64"}],
    }
    for output in [f"{ropes[1]} {ropes[2]}", f"{ropes[1]} {ropes[1].replace('64', '4x')} {ropes[2]}", ropes[2]]:
        yield "another sentence is like the figure's", output, None, figures
    share = {
        "input": "Boats are 46 percent of all. Men left.",
        "gold_or_reference_output": "Boats are 64 percent of all. The men left.",
        "faults": [{"kind": "figure", "planted": "Boats are 46 percent of all.", "repaired": "Boats are 64 percent of all.", "wrong": "46", "right": "64"}],
    }
    for figure in ["64 %", "64\n%", "64\tpercent", "64 per", "64 p", "64 per man", "64 percents", "64 per centre", "64 pay cent", "64 pay centre", "64 per  cent", "64-percent", "64 Percent", "sixty-four percent", "Sixty-four %", "064 percent", "64.0 percent", "6,4 percent", "64percent", "64, percent"]:
        yield "a share: " + figure, f"Boats are {figure} of all. The men left.", None, share
    for end in ["64", "64 ", "64 p", "64 per", "64 per ", "64 per cent", "64 %", "64%", "64 percent", "sixty-four", "sixty-", "sixty-four%"]:
        yield "a share at the end: " + end, f"The men left. Boats are {end}", None, share
    for figure in ["64 percent", "64%", "64 per cent", "64", "46 percent", "46%"]:
        yield "a share: " + figure, f"Boats are {figure} of all. The men left.", None, share
    many = {"input": "", "gold_or_reference_output": "", "faults": []}
    for draft, outputs in {
        "4,600": ["4600", "04,600", "4,600.0", "46,00", "4,6,00", "4.600", "4,600.", "4,600,", "4600x", "4,600x", "4,600\u00e9", "+4,600", "(4,600)"],
        "1,234,567.5": ["1234567.5", "1,234567.5", "1234,567.5", "1,234,567.50", "1.234.567,5"],
        "9:40": ["09:40", "9.40", "9:4", "940", "9:40:00", "009:40"],
        "123456789012345678": ["123456789012345679", "0123456789012345678", "1,2345678901234567"],
        "1234567890123456789": ["1234567890123456789x", "01234567890123456789", "1234567890123456788"],
        "0.5": ["00.5", ".5", "0.50", "0,5", "05"],
        "1.2.3": ["0.123", "1.23", "12.3"],
        "nine": ["four-five", "9", "nine-"],
        "0": ["00", "0.0", "zero", "nought"],
        "forty-five": ["45", "Forty-five", "forty five", "forty-fives", "forty-ten", "forty-", "forty-one", "fourty-five", "forty\u2010five", "four-five", "45 percent"],
        "41": ["forty-one", "forty-one\u00e9", "FORTY-one"],
        "twenty": ["20", "Twenty", "twenties", "twenty-zero", "twenty-twenty"],
        "eighty": ["80", "eight"],
        "nineteen": ["19", "nineteen-two"],
        "one": ["1", "two", "One"],
        "two": ["2", "one", "2%"],
        "J. Bo": ["J Bo", "J. bo", "J! Bo", "J.. Bo", "j. Bo"],
        "Mr. Bo": ["Mr Bo", "Ms. Bo", "Mx. Bo", "mr. Bo", "Mrs. Bo", "Mr.\nBo"],
        "X. Bo": ["X Bo"],
        "five": ["fi\u200bve", "FIVE", "Five", "5"],
        "NATO": ["Nato", "nATO", "NAT\u00c9", "NAT"],
        "\u00c9lan": ["\u00e9lan", "Elan"],
        "\u00dean": ["\u00fean", "an"],
        "\u00dfan": ["an"],
        "Then Bo": ["Then, Bo", "then Bo", "Then bo"],
        "o'clock": ["o\u2019clock", "oclock", "o clock", "o''clock", "o'\u00e9", "'clock", "o'5"],
        'the "old" gate': ["the old gate", "the \u201cold\u201d gate", "the 'old' gate", "the (old) gate", "the old, gate"],
        'left." Then': ["left. Then", "left.\u201d Then", "left.) Then", "left.] Then", "left.' Then", "left.\u2019 Then", "left.* Then", "left.\u201dThen", "left.Then", "left... Then", "left?! Then"],
        "left\n- then": ["left - then", "left\n* then", "left\n# then", "left\n\u2022 then", "left\n+ then", "left\n\nthen", "left\nthen", "left\n \nthen", "left\n"],
    }.items():
        for output in [draft, *outputs]:
            text = "The men saw %s there, and Ada saw it too."
            yield f"how {output!r} reads for {draft!r}", text % output, None, many | {"input": text % draft, "gold_or_reference_output": text % draft + " All left."}
    common = {
        "input": "It was painted by Bo in May. We left.",
        "gold_or_reference_output": "Bo painted it in May. We left.",
        "faults": [{"kind": "passive", "planted": "It was painted by Bo in May.", "repaired": "Bo painted it in May."}],
    }
    for end in ["", " and was so painted", ", painted by men", ", painted over by men", ", painted so by men", ", over by men", ", so it was", " and got painted"]:
        yield "an object that is a common word" + end, f"Bo painted it in May{end}. We left.", None, common
    fronted = {
        "input": "The gate was painted by the crew. By the gate, the crew painted the pier.",
        "gold_or_reference_output": "The crew painted the gate. By the gate, the crew painted the pier.",
        "faults": [{"kind": "passive", "planted": "The gate was painted by the crew.", "repaired": "The crew painted the gate."}],
    }
    for output in ["gold_or_reference_output", "input"]:
        yield "an object before the verb in the gold", fronted[output], None, fronted
    yield "an object before the verb as in the gold", "The crew painted the gate. The gate painted.", None, fronted
    twice = {
        "input": "The men were seen. The crew saw the men, who were seen by us.",
        "gold_or_reference_output": "The crew saw the men. The crew saw the men, who were seen by us.",
        "faults": [{"kind": "passive", "planted": "The men were seen.", "repaired": "The crew saw the men."}],
    }
    for output in ["The crew saw the men. The crew saw the men, who were seen by us.", "The men were seen.", "The crew saw the men. The men were."]:
        yield "a passive that the gold has elsewhere", output, None, twice
    fillers = {
        "input": "As we all know, the pier shut. As we all know, the boats left.",
        "gold_or_reference_output": "The pier shut. The boats left.",
        "faults": [
            {"kind": "filler", "planted": "As we all know, the pier shut.", "repaired": "The pier shut.", "filler": "As we all know,"},
            {"kind": "filler", "planted": "As we all know, the boats left.", "repaired": "The boats left.", "filler": "As we all know,"},
        ],
    }
    for output in ["The pier shut. As we all know, the boats left.", "The pier shut, as we all. The boats left.", "The pier, we all know it, shut. The boats left."]:
        yield "a filler that the draft has twice", output, None, fillers
    for output in ["The pier shut. As we went, the boats left it.", "The pier shut. All saw the boats. As all left, the boats left it.", "The pier shut. We know the boats left it."]:
        yield "a filler's pair that the draft has twice, next to its sentence", output, None, fillers
    rest = {
        "input": "Rest assured that the men will hear the rest in May. We sat.",
        "gold_or_reference_output": "The men will hear the rest in May. We sat.",
        "faults": [{"kind": "filler", "planted": "Rest assured that the men will hear the rest in May.", "repaired": "The men will hear the rest in May.", "filler": "Rest assured that"}],
    }
    for text in ["The Rest ASSURED that men will hear the rest in May.", "Three Rest d that the men will hear the rest in May.", "The men and that the rest will hear the rest in May.", "The rest the men will hear the rest in May.", "That the men will hear the rest in May."]:
        yield "a filler with a word of its sentence: " + text, text + " We sat.", None, rest
    thing = "It is the thing in a thing that"
    things = {
        "input": f"{thing} the thing and the thing shut. We sat.",
        "gold_or_reference_output": "The thing and the thing shut. We sat.",
        "faults": [{"kind": "filler", "planted": f"{thing} the thing and the thing shut.", "repaired": "The thing and the thing shut.", "filler": thing}],
    }
    for text in ["Is it so: the thing and the thing shut thing.", "It so the thing and the thing shut so thing, the thing.", "In the thing and the thing shut a.", "The thing and the thing shut so it thing so in so thing."]:
        yield "a filler with words that its sentence has twice: " + text, text + " We sat.", None, things
    trial = "The house council should agree to the longer film trial."
    marred = {
        "input": "Note to the House Council\n\nWe met. It rained. " + trial,
        "gold_or_reference_output": "Note to the House Council\n\n" + trial + " We met. It rained.",
        "faults": [{"kind": "lead", "repaired": trial}],
    }
    for again in ["he house council should agreep to the longery film trialA.", "The house council should agreep to thee longer filmy trial.", "The housey council should agreep to the longery film trialA."]:
        yield "a marred lead beside the lead: " + again, marred["gold_or_reference_output"] + " " + again, None, marred
    other = {
        "input": "In a word, the pier shut. Many saw it in a manner of speaking. In word and all we left.",
        "gold_or_reference_output": "The pier shut. Many saw it. All we left.",
        "faults": [{"kind": "filler", "planted": "In a word, the pier shut.", "repaired": "The pier shut.", "filler": "In a word,"}],
    }
    for more in ["In a manner many saw it.", "In word many saw it.", "A word many saw it.", "Word: the many saw it."]:
        yield "a filler's pair that the draft has elsewhere: " + more, "The pier shut. " + more + " All we left.", None, other
    words = MANY.split()[:70]
    for why, filler, outputs in [
        ("a filler that says a word four times", "So as so as we so know it so,", ["It we Bo left Ada know.", "We Bo left Ada know."]),
        ("a filler with words of its repair", "As Bo and Ada say, so well,", ["And Bo left Ada well.", "Say and Bo left Ada well."]),
        ("a filler of more words than are known", " ".join(words) + ",", [" ".join(words[n::-1]) + " Bo left Ada." for n in (28, 29)]),
    ]:
        kept = "Bo left Ada."
        fault = {"kind": "filler", "planted": f"{filler} {kept}", "repaired": kept, "filler": filler}
        task = {"input": f"{filler} {kept} We sat.", "gold_or_reference_output": kept + " We sat.", "faults": [fault]}
        for output in outputs:
            yield why, output + " We sat.", None, task
    for why, kind, planted, repaired, *outputs in ODD_FAULTS:
        fault = {"kind": kind, "repaired": repaired} | ({"planted": planted} if planted else {}) | {
            "filler": {"filler": planted[: planted.find(" ", planted.find(" ") + 1)]},
            "figure": {"wrong": "46", "right": "64"},
        }.get(kind, {})
        task = {"input": (planted or "We sat. " + repaired) + " We left.", "gold_or_reference_output": repaired + " We left.", "faults": [fault]}
        for output in [repaired, *outputs]:
            yield why, output + " We left.", None, task
    said = {
        "input": "The men were seen. We left. The men were seen.",
        "gold_or_reference_output": "The crew saw the men. We left. The men were seen.",
        "faults": [{"kind": "passive", "planted": "The men were seen.", "repaired": "The crew saw the men."}],
    }
    yield "a passive of which the gold has all", said["gold_or_reference_output"], None, said
    leads = {
        "input": "We met. The board should sell the pier. We left.",
        "gold_or_reference_output": "The board should sell the pier. The board should keep the boats. We met. We left.",
        "faults": [{"kind": "lead", "repaired": "The board should sell the pier."}],
    }
    for more in ["", " The board should.", " The board should sell.", " Sell the pier."]:
        yield "a lead like another sentence" + more, leads["gold_or_reference_output"] + more, None, leads
    words = "boats came and went all day "
    for count in [50, 60, 62, 75]:
        gold = (words * count).strip() + "."
        evidence = [f"instruction_following: {6 * count} words (expected: at most 300)"] if count > 50 else []
        if count > 60:
            evidence.insert(0, "word_count_exceeded: the output has more than 360 words")
        yield f"{6 * count} words", gold, evidence, {"input": "So boats came.", "gold_or_reference_output": gold} | plain
    yield "a passive more than the gold has", "The till was stolen. The rope was stolen. The list was stolen.", [
        "over_editing: 1 sentences no longer follow the one they should",
        'instruction_following: passive voice in "The list was stolen"',
        LEFT_OUT % "stolen. Ada saw",
        'over_editing: added "stolen. The"',
        'over_editing: added "stolen. The list was stolen"',
    ], {"input": "The till was stolen. Ada saw. The rope was stolen.", "gold_or_reference_output": "The till was stolen. Ada saw it. The rope was stolen."} | plain
    yield "figures at each other's place", "Ada sold 7 ropes and 5 keys then.", [
        UNSUPPORTED,
        LEFT_OUT % "sold 5 ropes",
        *[MISSING % (f'figure "{n}"', "Ada sold 5 ropes and 7 keys") for n in "57"],
        LEFT_OUT % "and 7 keys",
        'over_editing: added "sold 7 ropes"',
        'over_editing: added "and 5 keys"',
        *[f'faithfulness: figure "{n}" has no support in "Ada sold 7 ropes and 5 keys then"' for n in "75"],
    ], {"input": "Ada sold 5 ropes and 7 keys.", "gold_or_reference_output": "Ada sold 5 ropes and 7 keys then."} | plain
    yield "a fact between strange neighbours", "Ada sold some 5 ropes and 7 old keys then.", [
        LEFT_OUT % "sold 5",
        *[MISSING % (f'figure "{n}"', "Ada sold 5 ropes and 7 keys") for n in "57"],
        LEFT_OUT % "7 keys",
        'over_editing: added "sold some 5"',
        'over_editing: added "7 old keys"',
        *[f'faithfulness: figure "{n}" has no support in "Ada sold some 5 ropes and 7 old keys then"' for n in "57"],
    ], {"input": "Ada sold 5 ropes and 7 keys.", "gold_or_reference_output": "Ada sold 5 ropes and 7 keys then."} | plain
    rain = {"input": "It rains.", "gold_or_reference_output": "It rains."} | plain
    yield "more deductions than are listed", "It was sold. " * 105, [
        "passive_voice_dominant: passive, as in instruction_following, is over 0.5",
        "instruction_following: 315 words (expected: at most 300)",
        *['instruction_following: passive voice in "It was sold"'] * 98,
        "and 9 more",
    ], rain
    longer = "It rains" + " on and" * 20 + "."
    yield "a long addition", longer, [f'over_editing: added "{longer[3:83]}\u2026"'], rain
    smile = {"input": "It rains \U00010400.", "gold_or_reference_output": "It rains \U00010400."} | plain
    many = "o" * 72
    yield "an addition cut between characters", f"It rains\n{many} \U00010400 and more.", [
        LEFT_OUT % "rains \U00010400",
        f'over_editing: added "rains {many} \u2026"',
    ], smile
    yield "a short word first that ends as negations do", "It rains.", [], rain
    yield "white space before the first word", "\n\n It rains.", [], rain


def main():
    usual = {"input": DRAFT, "gold_or_reference_output": GOLD, "faults": FAULTS}
    print(json.dumps({"usual": usual}))
    for why, output, evidence, other in cases():
        task = usual | other
        task["expected_metadata"] = {"faults": task["faults"]}
        scores, flags = Strict(task).scores(output)
        case = {"why": why} | other | {"output": output, "scores": scores, "flags": flags}
        if evidence is not None:
            case["evidence"] = evidence
        print(json.dumps(case))


if __name__ == "__main__":
    main()
