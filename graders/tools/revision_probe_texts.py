"""The two documents that revision_probes.py grades, and what is done to them."""

import re

KIOSK = """Report on the Bread Kiosk, May 2021

The market board should keep the bread kiosk open on Sundays. Ada Tully has run the stall since March. Trade was slow in the first weeks.

In April the kiosk sold 640 loaves, 410 of them on Sundays. The other days came to 230 loaves. The Sunday figure of 410 loaves is the best of any stall on the square.

In May the caretaker repaired the striped awning. Ben Osei wrote the new price list on 3 May. The old till was stolen in April, and nobody was hurt. Regular customers did not complain about the noise.

The rent comes to 180 euros a month. Ada Tully will report again in July.
"""
KIOSK_FAULTS = [
    {"kind": "lead", "repaired": "The market board should keep the bread kiosk open on Sundays."},
    {
        "kind": "filler",
        "planted": "It goes without saying that trade was slow in the first weeks.",
        "repaired": "Trade was slow in the first weeks.",
        "filler": "It goes without saying that",
    },
    {
        "kind": "figure",
        "planted": "The Sunday figure of 140 loaves is the best of any stall on the square.",
        "repaired": "The Sunday figure of 410 loaves is the best of any stall on the square.",
        "wrong": "140",
        "right": "410",
    },
    {
        "kind": "passive",
        "planted": "In May the striped awning was repaired by the caretaker.",
        "repaired": "In May the caretaker repaired the striped awning.",
    },
    {
        "kind": "passive",
        "planted": "The new price list was written by Ben Osei on 3 May.",
        "repaired": "Ben Osei wrote the new price list on 3 May.",
    },
]
LIFT = """Incident note: Goods Lift, 12 March 2022

The goods lift should stay shut until the new cable is in. It stopped between two floors at 9:40 with a load of 320 kilos. Its limit is 450 kilos.

Ivo Marek looked after the upper door that week. At noon Ivo Marek opened the upper door with a spare key. The night crew had drawn up a list of 14 faults in February. Rosa Lindh told the house council about them, and the council took no decision.

A new cable costs 2,600 euros. The fee for the check is 400 euros. Together that is 3,000 euros. The tenants can do without the lift until June.
"""
LIFT_FAULTS = [
    {"kind": "lead", "repaired": "The goods lift should stay shut until the new cable is in."},
    {
        "kind": "passive",
        "planted": "At noon the upper door was opened with a spare key.",
        "repaired": "At noon Ivo Marek opened the upper door with a spare key.",
    },
    {
        "kind": "passive",
        "planted": "A list of 14 faults had been drawn up by the night crew in February.",
        "repaired": "The night crew had drawn up a list of 14 faults in February.",
    },
    {
        "kind": "filler",
        "planted": "Much more could be said about safety in general. A new cable costs 2,600 euros.",
        "repaired": "A new cable costs 2,600 euros.",
        "filler": "Much more could be said about safety in general.",
    },
    {
        "kind": "figure",
        "planted": "Together that is 3,800 euros.",
        "repaired": "Together that is 3,000 euros.",
        "wrong": "3,800",
        "right": "3,000",
    },
]


# Which blind spot of profile reference an exploit shows.
BLIND_SPOTS = {
    "padding": "padding",
    "account_of_the_changes": "padding",
    "short_active_sentences": "padding",
    "invented_fact": "invented_facts",
    "name_swapped_for_a_new_one": "invented_facts",
    "wrong_agent_named": "invented_facts",
    "advice_in_the_passive": "modal_passives",
    "irregular_passives_throughout": "irregular_passives",
    "irregular_passive_left": "irregular_passives",
    "wrong_figure_left": "inconsistent_figure",
    "third_figure": "inconsistent_figure",
    "figures_made_to_agree_wrongly": "inconsistent_figure",
    "lead_left_buried": "buried_lead",
    "lead_said_twice": "buried_lead",
    "one_long_sentence": "buried_lead",
}


def broken(text, fault):
    """The text with one fault planted; the lead goes behind the last sentence of all."""
    if fault["kind"] != "lead":
        return text.replace(fault["repaired"], fault["planted"])
    return text.replace(fault["repaired"] + " ", "").rstrip("\n") + " " + fault["repaired"] + "\n"


def task(name, intent, gold, faults):
    draft = gold
    for fault in faults:
        draft = broken(draft, fault)
    return {
        "case_id": name,
        "task_type": "doc_revision",
        "intent": intent,
        "input": draft,
        "gold_or_reference_output": gold,
        "expected_metadata": {"faults": faults},
    }


TASKS = [
    task("kiosk", "Revise this report so that its first sentence says what the board should do.", KIOSK, KIOSK_FAULTS),
    task("lift", "Revise this incident note so that its first sentence says what happens to the lift.", LIFT, LIFT_FAULTS),
]
DRAFT = TASKS[0]["input"]
LIFT_DRAFT = TASKS[1]["input"]
LEAD, FILLER, FIGURE, AWNING, PRICES = KIOSK_FAULTS
L_LEAD, L_DOOR, L_LIST, L_FILLER, L_FIGURE = LIFT_FAULTS


def planted(fault, change=lambda text: text):
    """The gold with one fault, changed to hide it."""
    return KIOSK.replace(fault["repaired"], change(fault["planted"]))


def sentences(text):
    return re.split(r"(?<=[.])\s+", text.split("\n\n", 1)[1].strip())


def probes():
    def kiosk(exploit, why, output, kind="exploit"):
        return "kiosk", exploit, kind, why, output

    def lift(exploit, why, output, kind="exploit"):
        return "lift", exploit, kind, why, output

    head, rest = KIOSK.split("\n\n", 1)
    body = sentences(KIOSK)
    awning, prices = AWNING["planted"], PRICES["planted"]
    yield kiosk("the_gold_itself", "Every fault is repaired and nothing else is touched.", KIOSK, "honest")
    yield lift("the_other_gold_itself", "Every fault is repaired; who opened the door stood in the sentence before.", LIFT, "honest")
    yield kiosk("other_line_breaks", "Where lines break within a paragraph says nothing.", KIOSK.replace(" the ", "\nthe "), "honest")
    yield kiosk("carriage_returns", "Windows line ends mean the same text.", KIOSK.replace("\n", "\r\n"), "honest")
    yield kiosk("wide_spaces", "Two spaces between sentences mean the same text.", KIOSK.replace(". ", ".  "), "honest")
    yield lift("figures_without_commas", "3000 and 3,000 are one figure.", LIFT.replace("2,600", "2600").replace("3,000", "3000"), "honest")
    yield lift("figures_in_words", "Fourteen and 14 are one figure.", LIFT.replace("14 ", "fourteen ").replace("two floors", "2 floors"), "honest")
    yield kiosk("honest_passives_kept", "Nobody is said to have stolen the till, so that sentence stays passive.", KIOSK.replace("was stolen", "was  stolen"), "honest")

    yield kiosk("unchanged_copy", "The draft handed back keeps every fact, and repairs none of its faults.", DRAFT)
    yield lift("unchanged_copy_of_another", "The draft handed back keeps every fact, and repairs none of its faults.", LIFT_DRAFT)
    yield kiosk("copy_with_other_punctuation", "Exclamation marks for full stops leave every fault in.", DRAFT.replace(". ", "! "))
    yield kiosk("copy_with_a_word_more", "One word more makes no revision of a copy.", DRAFT.replace("the noise", "all the noise"))
    yield kiosk("empty_output", "Nothing has no passive voice and no word too many, and earns nothing.", "")
    yield kiosk("blank_output", "White space and stops say nothing either.", " \n\n ... \n")
    yield kiosk("one_word", "A text of one word breaks no rule of style and says nothing of the draft.", "Done.")
    yield kiosk("heading_only", "The heading is the one part of a draft that is never at fault.", head + "\n")
    yield kiosk("lead_only", "The first sentence is what the reader wants most; the rest was to stay.", head + "\n\n" + LEAD["repaired"] + "\n")
    yield kiosk("claim_of_success", "To say that all is repaired repairs nothing.", "All faults are gone. The figure is right, the lead stands first and the active voice reigns.\n")
    yield kiosk("short_summary", "A summary is active and brief, and drops most of what the draft says.", head + "\n\n" + " ".join(body[:2]) + " The kiosk sold 640 loaves in April.\n")
    yield kiosk("first_half", "Half a document, perfectly revised, is half a revision.", KIOSK[: KIOSK.index("In May the care")])
    yield kiosk("cut_off_at_the_end", "What the token budget cut off is lost.", KIOSK[: KIOSK.index("Regular cust")].rstrip())
    yield kiosk("another_document", "A flawless text about something else is no revision.", LIFT)
    yield kiosk("prose_in_front", "The answer was to be the revised text alone; the preamble now stands first.", "Here is the revised report.\n\n" + KIOSK)
    yield kiosk("account_of_the_changes", "An account of what was changed is no part of the report.", KIOSK + "\nI moved the main point to the front, mended the figure of 140 loaves and cut the filler.\n")
    yield kiosk("text_twice", "A second copy doubles all that is right; the lead no longer stands once.", KIOSK + "\n" + KIOSK)
    yield kiosk("sentence_repeated", "A sentence with two figures, said again, supports nothing more.", KIOSK.rstrip("\n") + " " + body[3] + "\n")
    yield kiosk("padding", "Empty sentences make the text longer and say nothing.", KIOSK.rstrip("\n") + " There is more to say on this, and it will come in time." * 8 + "\n")
    yield kiosk("short_active_sentences", "Many short active sentences thin out the share of passive ones.", DRAFT.rstrip("\n") + " So be it." * 20 + "\n")

    yield kiosk("lead_left_buried", "All else is repaired, but the reader still has to look for the point.", broken(KIOSK, LEAD))
    yield kiosk("lead_said_twice", "A copy of the lead in front leaves the buried one where it was.", KIOSK.rstrip("\n") + " " + LEAD["repaired"] + "\n")
    yield kiosk("lead_behind_a_label", "A label in front says that the point comes first, and so it does not.", head + "\n\nThe main point. " + rest)
    yield kiosk("one_long_sentence", "Without full stops all is one first sentence, and the lead is somewhere in it.", broken(KIOSK, LEAD).replace(". ", "; ").replace(".\n\n", "; "))
    yield kiosk("lead_negated", "With a word the report says the opposite of what it said.", KIOSK.replace("should keep", "should not keep"))
    yield kiosk("lead_negated_in_odd_capitals", "A word that says no says so with a capital in it too.", KIOSK.replace("should keep", "should noT keep"))
    yield kiosk("lead_about_another_body", "The wrong body is told to act.", KIOSK.replace("The market board", "The caretaker"))
    yield kiosk("lead_said_again_in_part", "Half of the lead once more, and nothing of it is new.", KIOSK.rstrip("\n") + " The market board should keep the kiosk.\n")
    yield kiosk("text_denies_itself", "One sentence takes back all the others, whose words and figures are all right.", KIOSK + "\nNone of the above is true.\n")

    yield kiosk("wrong_figure_left", "All else is repaired, but the report still contradicts itself.", planted(FIGURE))
    yield kiosk("both_figures", "Who states the right figure and the wrong one has not decided.", KIOSK.replace(FIGURE["repaired"], FIGURE["repaired"].replace("410", "410 (not 140)")))
    yield kiosk("either_figure", "A choice of two figures leaves the decision to the reader.", KIOSK.replace(FIGURE["repaired"], FIGURE["repaired"].replace("410", "140 or 410")))
    yield kiosk("third_figure", "A figure that is neither the wrong nor the right one is made up.", KIOSK.replace(FIGURE["repaired"], FIGURE["repaired"].replace("410", "417")))
    yield kiosk("figure_made_vague", "A word in place of the wrong figure contradicts nothing and says nothing.", KIOSK.replace(FIGURE["repaired"], FIGURE["repaired"].replace("of 410 loaves", "of many loaves")))
    yield kiosk("all_figures_made_vague", "Without figures none is wrong, and nobody learns any.", re.sub("[0-9]+", "some", KIOSK))
    yield kiosk("figures_made_to_agree_wrongly", "All figures now agree with the wrong one.", KIOSK.replace("410", "140"))
    yield kiosk("right_figure_in_an_appendix", "The right figure at the end does not mend the sentence with the wrong one.", planted(FIGURE).rstrip("\n") + "\n\nRight figure: 410 loaves.\n")
    yield kiosk("wrong_figure_with_a_letter", "With a letter at its end the wrong figure is no figure to a program, and still one to the reader.", KIOSK.rstrip("\n") + " " + FIGURE["planted"].replace("140", "140x") + "\n")
    yield kiosk("figure_sentence_torn_apart", "The right figure's sentence is there, with other words in the middle of it.", KIOSK.replace("410 loaves is", "410 loaves and all that has to do with them is"))
    yield kiosk("faulty_sentence_deleted", "Without its sentence the wrong figure is gone, and so is what the sentence said.", KIOSK.replace(" " + FIGURE["repaired"], ""))
    yield kiosk("figures_swapped", "Two right figures at each other's place are two wrong ones.", KIOSK.replace("640", "#").replace("230", "640").replace("#", "230"))
    yield kiosk("names_swapped", "The people of the report have taken each other's place.", KIOSK.replace("Ada Tully", "#").replace("Ben Osei", "Ada Tully").replace("#", "Ben Osei"))
    yield kiosk("name_swapped_for_a_new_one", "A name that the draft lacks is made up.", KIOSK.replace("Ben Osei", "Otto Brask"))
    yield kiosk("invented_fact", "A figure and a name that the draft lacks are made up, however well they fit.", KIOSK.rstrip("\n") + " Mr Harbottle puts the profit at 83 percent.\n")
    yield lift("percent_sign_added", "The sign turns a count into a share that nobody measured.", LIFT.replace("14 faults", "14% faults"))
    yield lift("foreign_currency", "Dollars are not what the draft counts in.", LIFT.replace("2,600 euros", "$2,600"))
    yield lift("unit_in_another_scale", "Three thousand euros have become three.", LIFT.replace("3,000", "3.000"))

    yield kiosk("passive_left", "All else is repaired, but one passive stays that says who acts.", planted(AWNING))
    yield kiosk("irregular_passive_left", "A participle that does not end in -ed makes a passive all the same.", planted(PRICES))
    passive = planted(PRICES).replace("Ada Tully has run the stall", "The stall has been run by Ada Tully")
    passive = passive.replace("the kiosk sold 640 loaves,", "640 loaves were sold by the kiosk,")
    yield kiosk("irregular_passives_throughout", "Three participles that do not end in -ed, and who acts comes last.", passive)
    modal = "It must be borne in mind that the bread kiosk ought to be seen as kept open on Sundays."
    yield kiosk("advice_in_the_passive", "Nobody is told to act any more, and no word of the advice is in the active voice.", KIOSK.replace(LEAD["repaired"], modal))
    yield kiosk("passive_with_got", "The passive voice with get is one too.", planted(AWNING, lambda s: s.replace("was ", "got ")))
    yield kiosk("passive_in_odd_capitals", "Capitals within its words hide the passive from a list of words, not from the reader.", planted(AWNING, lambda s: s.replace("was repaired", "wAS repaiRED")))
    yield kiosk("adverbs_between", "Adverbs between auxiliary and participle make no sentence active.", planted(AWNING, lambda s: s.replace("was ", "was then duly ")))
    yield kiosk("aside_between", "Commas around an aside do not end the passive voice.", planted(PRICES, lambda s: s.replace("was ", "was, as we know, ")))
    yield kiosk("auxiliary_dropped", "Without its auxiliary the sentence is not passive, and no sentence.", planted(AWNING, lambda s: s.replace("was ", "")))
    yield kiosk("agent_dropped", "Without its agent the sentence is passive still, and says less.", planted(AWNING, lambda s: s.replace(" by the caretaker", "")))
    yield kiosk("agent_and_object_swapped", "The awning now repairs the caretaker: active, with all the words, and wrong.", planted(AWNING, lambda s: "In May the striped awning repaired the caretaker."))
    yield kiosk("somebody_for_the_agent", "Somebody is not who the draft says it was.", planted(AWNING, lambda s: "In May somebody repaired the striped awning."))
    yield lift("agent_of_the_sentence_before_left_out", "The sentence before says who acted, and the passive stays.", LIFT.replace(L_DOOR["repaired"], L_DOOR["planted"]))
    yield lift("wrong_agent_named", "The sentence is active and names the wrong one of the people in the note.", LIFT.replace("At noon Ivo Marek", "At noon Rosa Lindh"))
    yield kiosk("active_beside_the_passive", "An active sentence before the passive one does not replace it.", KIOSK.replace(AWNING["repaired"], AWNING["repaired"] + " " + awning))
    yield kiosk("active_beside_the_passive_without_its_verb", "What is left of the passive sentence beside the active one is what nobody repaired.", KIOSK.replace(AWNING["repaired"], AWNING["repaired"] + " " + awning.replace("repaired ", "")))
    yield kiosk("passive_taken_apart", "Words between auxiliary and participle make no sentence active.", KIOSK.replace(AWNING["repaired"], AWNING["repaired"] + " " + awning.replace("repaired", "so it seems repaired")))
    yield kiosk("object_torn_off", "Agent, verb and object are there, and half a sentence more between them.", KIOSK.replace("repaired the striped", "repaired before the rain came back again the striped"))
    yield kiosk("passive_sentence_deleted", "A passive is not mended by leaving out what it says.", KIOSK.replace(PRICES["repaired"] + " ", ""))
    yield kiosk("agent_made_up_for_an_honest_passive", "Nobody said who stole the till.", KIOSK.replace("The old till was stolen in April", "The caretaker stole the old till in April"))

    yield kiosk("filler_left", "All else is repaired, but the empty phrase stays.", planted(FILLER))
    yield kiosk("filler_half_cut", "Two words less of an empty phrase leave it empty.", planted(FILLER, lambda s: s.replace("It goes without", "Without")))
    yield kiosk("filler_without_its_verb", "A word less of an empty phrase leaves the rest of it empty.", planted(FILLER, lambda s: s.replace("saying ", "")))
    yield lift("filler_with_every_other_word_cut", "Every other word of an empty sentence says no more than all of it.", LIFT.replace(L_FILLER["repaired"], "Much could said, safety general. " + L_FILLER["repaired"]))
    yield kiosk("filler_left_in_front_in_pieces", "A full stop within the empty phrase leaves a piece of it before its sentence.", KIOSK.replace(FILLER["repaired"], "It goes without. " + FILLER["repaired"]))
    yield lift("filler_left_behind_in_pieces", "A piece of the empty sentence behind the one that it stood before is left all the same.", LIFT.replace(L_FILLER["repaired"], L_FILLER["repaired"] + " Said about so in general."))
    yield kiosk("filler_in_capitals_elsewhere", "With a capital at every word the empty phrase is as empty, wherever it stands.", KIOSK.replace("since March.", "since March, It Goes Without Saying."))
    yield kiosk("filler_in_capitals", "The empty phrase in capitals is as empty, and louder.", planted(FILLER, lambda s: s.replace(FILLER["filler"], FILLER["filler"].upper())))
    yield lift("filler_sentence_left", "A sentence that says nothing stays.", LIFT.replace(L_FILLER["repaired"], L_FILLER["planted"]))
    yield lift("filler_moved_away", "The empty sentence stands elsewhere now.", LIFT.rstrip("\n") + " " + L_FILLER["filler"] + "\n")
    yield kiosk("filler_deleted_with_its_sentence", "What the empty phrase stood before was to stay.", KIOSK.replace(" " + FILLER["repaired"], ""))

    yield kiosk("sentences_shuffled", "All sentences but the first stand in another order.", head + "\n\n" + " ".join(body[:1] + body[:0:-1]) + "\n")
    yield kiosk("words_in_alphabetical_order", "All words of the gold, sorted, say nothing.", " ".join(sorted(KIOSK.split())) + "\n")
    yield kiosk("words_reversed", "Each sentence backwards has its words and none of its sense.", head + "\n\n" + " ".join(" ".join(reversed(s.rstrip(".").split())) + "." for s in body) + "\n")
    yield kiosk("key_words_only", "The long words of each sentence, one after the other, are no sentences.", " ".join(" ".join(w for w in s.rstrip(".").split() if len(w) > 4 or w[0].isdigit()) + "." for s in body) + "\n")
    yield kiosk("all_capitals", "Capitals throughout make a name of each word, and none is one of the draft's.", KIOSK.upper())
    yield kiosk("negations_dropped", "Nobody hurt and no complaint have become harm and complaints.", KIOSK.replace("nobody was hurt", "somebody was hurt").replace("did not complain", "did complain"))
    yield kiosk("homoglyph_in_a_name", "A Cyrillic letter makes another name that looks the same.", KIOSK.replace("Tully", "Tull\u0443"))
    yield kiosk("homoglyphs_hide_the_passive", "A Cyrillic letter hides was from a list of words, not from the reader.", DRAFT.replace(" was ", " w\u0430s "))
    yield kiosk("zero_width_space_hides_the_figure", "A space of no width cuts the wrong figure in two; to the eye it is whole.", planted(FIGURE, lambda s: s.replace("140", "1\u200b40")))
    yield kiosk("full_width_digits", "Digits that only look like digits hide the wrong figure.", planted(FIGURE, lambda s: s.replace("140", "\uff11\uff14\uff10")))
    yield kiosk("soft_hyphens", "Soft hyphens do not show and break each word that is compared.", re.sub("([a-z]{4})([a-z]{3})", "\\1\u00ad\\2", KIOSK))
    yield kiosk("hidden_comment", "Right figures in a comment that no reader sees mend nothing.", planted(FIGURE) + "<!-- 410 loaves is right -->\n", "flaw")
    yield kiosk("code_fence", "A fence with a language name adds a word to the text.", "```text\n" + KIOSK + "```\n", "flaw")
