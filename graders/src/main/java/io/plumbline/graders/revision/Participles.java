package io.plumbline.graders.revision;

/** Past participles: words in -ed, but for those that are none, and a table of irregular ones. */
final class Participles {

  /** Without those of verbs that have no passive voice: been, come, gone, become. */
  private static final LongTable IRREGULAR =
      Words.table(
          "arisen awoken born borne backslid beaten befallen begotten begun beheld bent bereft"
              + " beset besought bespoken bet bidden bitten bled blown bought bound bred broadcast"
              + " broken brought browbeaten built burnt burst cast caught chosen clad cleft clung"
              + " crept cut dealt disproven done dragged drawn dreamt driven drunk dug dwelt eaten"
              + " fallen fed felt flung flown forbidden forborne forecast foregone foreseen"
              + " foretold forgiven forgot forgotten forsaken forsworn fought found frozen given"
              + " ground grown handwritten heard held hewn hid hidden hit hung hurt inlaid input"
              + " inset interbred interwoven kept knelt knit known laid lain leant leapt learnt led"
              + " left lent let lit lost made meant met misdealt misheard mishit mislaid misled"
              + " misread misspelt misspent mistaken mistaught misunderstood mown offset outbid"
              + " outdone outfought outgrown outrun outsold outspent outworn overborne overcast"
              + " overcome overdone overdrawn overeaten overfed overheard overhung overlaid"
              + " overpaid overridden overrun overseen oversold overspent overtaken overthrown"
              + " overwritten paid partaken prepaid preset proofread proven put quit read rebound"
              + " rebroadcast rebuilt recast redealt redone redrawn reground reheard reknit relaid"
              + " relit remade repaid reread rerun resent reset resold respoken retaken retaught"
              + " retold rethought rewound rewritten ridden risen rung run said sat sawn seen sent"
              + " set sewn shaken shaven shed shod shone shorn shot shown shrunk shut slain slept"
              + " slid slit slung slunk smelt smitten sold sought sown sped spelt spent spilt spit"
              + " split spoilt spoken spread sprung spun spat stolen stood stricken striven strewn"
              + " struck strung stuck stung stunk sublet sung sunk swept swollen sworn swum swung"
              + " taken taught telecast thought thriven thrown thrust told torn trodden typeset"
              + " typewritten unbent unbound underbid undercut underfed undergone underlain"
              + " underpaid undersold understood undertaken underwritten undone unfrozen unhung"
              + " unlearnt unmade unsaid unsold unspun unstuck unsung untold unwound unwritten"
              + " upheld upset waylaid wed wept withdrawn withheld withstood woken won worn wound"
              + " woven wrought written wrung");

  private Participles() {}

  /** Whether {@code text[from, to)}, whose hash in small letters this is, is one. */
  static boolean has(String text, int from, int to, long hash) {
    if (to - from > 3 && text.regionMatches(true, to - 2, "ed", 0, 2)) {
      return !Words.isNoParticiple(hash);
    }
    return IRREGULAR.contains(hash);
  }
}
