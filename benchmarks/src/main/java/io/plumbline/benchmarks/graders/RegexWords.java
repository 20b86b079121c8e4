package io.plumbline.benchmarks.graders;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words that the strict rules of {@code doc_revision} name, in small letters. */
final class RegexWords {
  private static final Pattern SPACE = Pattern.compile(" ");

  static final Set<String> BE =
      words(
          "is are was were be been being am isn't aren't wasn't weren't they're we're"
              + " you're get gets got gotten getting");

  /** What may stand between a form of "to be" and its participle, apart from words in -ly. */
  static final Set<String> ADVERBS =
      words(
          "not never also already always since then now soon once twice again still yet"
              + " just often seldom first later thus therefore however in fact indeed all both"
              + " each themselves itself even only at last been being thoroughly well better best"
              + " so too much more fast hard very quite rather");

  static final Set<String> NEGATIONS =
      words(
          "not no never nobody nothing none nowhere neither nor cannot without hardly false"
              + " falsely untrue wrong wrongly incorrect invented");

  /** Of phrasal verbs: "taken away by". */
  static final Set<String> PARTICLES =
      words("away off up out down in back over apart forward to around home busy on through");

  /** Those that say little about which sentence they stand in. */
  static final Set<String> COMMON =
      words(
          "a an the and or but of to in on at for by with from as that this these those it"
              + " its he she they them his her their we our us you your i is are was were be been"
              + " being am has have had do does did will would should can could may might must not"
              + " no so than then there here which who whom whose what when where if because while"
              + " all each every some any both more most other such only also into out up about");

  /** Words in -ed. */
  static final Set<String> NO_PARTICIPLES =
      words(
          "indeed need feed seed speed weed bed red shed sled hundred sacred naked wicked"
              + " rugged greed breed deed reed steed creed exceed proceed succeed");

  /** Past participles. */
  static final Set<String> IRREGULAR =
      words(
          "arisen awoken born borne backslid beaten befallen begotten begun beheld bent"
              + " bereft beset besought bespoken bet bidden bitten bled blown bought bound bred"
              + " broadcast broken brought browbeaten built burnt burst cast caught chosen clad"
              + " cleft clung crept cut dealt disproven done dragged drawn dreamt driven drunk dug"
              + " dwelt eaten fallen fed felt flung flown forbidden forborne forecast foregone"
              + " foreseen foretold forgiven forgot forgotten forsaken forsworn fought found"
              + " frozen given ground grown handwritten heard held hewn hid hidden hit hung hurt"
              + " inlaid input inset interbred interwoven kept knelt knit known laid lain leant"
              + " leapt learnt led left lent let lit lost made meant met misdealt misheard mishit"
              + " mislaid misled misread misspelt misspent mistaken mistaught misunderstood mown"
              + " offset outbid outdone outfought outgrown outrun outsold outspent outworn"
              + " overborne overcast overcome overdone overdrawn overeaten overfed overheard"
              + " overhung overlaid overpaid overridden overrun overseen oversold overspent"
              + " overtaken overthrown overwritten paid partaken prepaid preset proofread proven"
              + " put quit read rebound rebroadcast rebuilt recast redealt redone redrawn reground"
              + " reheard reknit relaid relit remade repaid reread rerun resent reset resold"
              + " respoken retaken retaught retold rethought rewound rewritten ridden risen rung"
              + " run said sat sawn seen sent set sewn shaken shaven shed shod shone shorn shot"
              + " shown shrunk shut slain slept slid slit slung slunk smelt smitten sold sought"
              + " sown sped spelt spent spilt spit split spoilt spoken spread sprung spun spat"
              + " stolen stood stricken striven strewn struck strung stuck stung stunk sublet sung"
              + " sunk swept swollen sworn swum swung taken taught telecast thought thriven thrown"
              + " thrust told torn trodden typeset typewritten unbent unbound underbid undercut"
              + " underfed undergone underlain underpaid undersold understood undertaken"
              + " underwritten undone unfrozen unhung unlearnt unmade unsaid unsold unspun unstuck"
              + " unsung untold unwound unwritten upheld upset waylaid wed wept withdrawn withheld"
              + " withstood woken won worn wound woven wrought written wrung");

  static final String UNITS = "one|two|three|four|five|six|seven|eight|nine";

  /** Number words by their value; "one" is none. */
  static final Map<String, Integer> NUMBERS = numbers();

  private RegexWords() {}

  private static Set<String> words(String words) {
    return Set.of(SPACE.split(words, 0));
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    List<String> units = List.of(SPACE.split(UNITS.replace('|', ' '), 0));
    String teen = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
    List<String> teens = List.of(SPACE.split(teen, 0));
    String ten = "twenty thirty forty fifty sixty seventy eighty ninety";
    List<String> tens = List.of(SPACE.split(ten, 0));
    for (int i = 1; i < units.size(); i++) {
      numbers.put(units.get(i), i + 1);
    }
    for (int i = 0; i < teens.size(); i++) {
      numbers.put(teens.get(i), i + 10);
    }
    for (int i = 0; i < tens.size(); i++) {
      numbers.put(tens.get(i), 10 * i + 20);
    }
    return Map.copyOf(numbers);
  }

  /** The value of one of {@link #UNITS}, in whatever case. */
  static int unit(String word) {
    return word.equalsIgnoreCase("one")
        ? 1
        : NUMBERS.getOrDefault(word.toLowerCase(Locale.ROOT), 0);
  }

  /** Whether the word, as it stands and with a small first letter, is a past participle. */
  static boolean isParticiple(String word) {
    return (word.length() > 3 && word.endsWith("ed"))
        ? !NO_PARTICIPLES.contains(word)
        : IRREGULAR.contains(word);
  }

  static boolean isNegation(String word) {
    return NEGATIONS.contains(word) || (word.length() > 3 && word.endsWith("n't"));
  }
}
