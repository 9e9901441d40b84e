/** What is known of French names beforehand: particles, titles, short forms, and how common the commonest names are. */

const words = (text: string): readonly string[] => text.split(' ');

/** Words that come and go in a surname. */
export const PARTICLES: ReadonlySet<string> = new Set(words('de du des d le la van von ben el al da dos'));

/** Forms of address, which are no name. */
export const TITLES: ReadonlySet<string> = new Set(
  words('m mr mrs ms mme mlle monsieur madame mademoiselle dr docteur pr prof professeur me maitre'),
);

/** Each line is one given name with its short forms and spellings; a word may stand in several lines. */
const SHORT_FORMS = `
  alexandre alex sacha|alexandra alex sandra|alexis alex|anne annie anna|antoine tony anthony toinou|audrey audray|barbara barbie
  benjamin ben benji|benoit ben|beatrice bea|bernadette bernie|bertrand bert|camille cam|caroline caro|catherine cathy kathy katherine catharina cath
  cecile ceci|charles charly charlie|charlotte charlie lotte|christelle chris cricri|christian chris|christine chris kristine|christophe chris tophe
  claire clara|clementine clem|clement clem|corinne coco|cyril cyrille|daniel dan dany danny|danielle dany|david dave|delphine delf|denis denys
  dominique dom domi|edouard ed eddy edward|elisabeth elizabeth babeth lise|eleonore leo|elodie elo|emilie emi|emmanuel manu|emmanuelle manu
  eric erik|estelle estel|etienne steph steve|fabien fab|fabrice fab|florence flo|florian flo|francis frank|francois franck fanfan|francoise fanfan
  frederic fred freddy frederick|frederique fred|gabriel gab gaby|gabrielle gab gaby|genevieve gene|geoffrey jeff geoffroy jeffrey|georges jo
  gerard ge|gilles gil|gregory greg|guillaume guigui will|guy guillaume|helene leni|henri henry|hubert hub|isabelle isa isabel|jacqueline jackie
  jacques jack jacky|jean john|jean-baptiste jb|jean-claude jc|jean-francois jf jeff|jean-luc jl|jean-marc jm|jean-michel jm|jean-philippe jp
  jean-pierre jp|jeremy jeremie jerem|jerome gege|joel jo|jonathan jo john jonny|josephine jo josie|joseph jo|julien jules ju|julie ju
  juliette ju|karine carine|laurence laure|laurent lolo laurens|lea leah|louis loulou|louise loulou|lucas luc luka lukas|lucie lucy
  madeleine mado|magali mag|marc mark|margaux margot margaud|marguerite margot|marie mary|marie-christine marie-chris|martine tine|mathieu matthieu mat matt mathew
  mathilde math mathou|maxime max|maximilien max|melanie mel|michel mich mike michael|michael mickael mike mich|michele michelle|monique momo
  mohamed mohammed mohammad muhammad mohamad momo|nathalie nath nathaly natalie|nathan nat|nicolas nico nicholas|nicole nico|oceane oce
  olivier oliv oli|olivia oli|pascal pasc|pascale pasc|patricia pat patty|patrick pat patrice|paul paulo|philippe phil philip|pierre pierrot peter
  quentin quent|raphael raph rafael|raymond ray|rebecca becky|remi remy|renaud reno|rene renaud|robert bob rob|rodolphe rudy|romain rom
  samuel sam|samantha sam|sandrine sandra|sebastien seb|serge sergio|severine sev|simon sim|solene solenne|sophie so sofia|stephane steph|stephanie steph
  suzanne suzy|sylvain sylv|sylvie sylv|theo theodore|thibault thibaut thibaud tibo|thierry titi|thomas tom tommy|valentin val|valentine val
  valerie val|veronique vero|victor vic|victoire vic|vincent vince vinz|virginie virg|william will bill|xavier xav|yann yannick|yves yvon|zoe zozo`;

/** Names that are one letter or two from another one: neither is a slip of the pen. */
const EASILY_CONFUSED: ReadonlySet<string> = new Set(
  words(
    'adrien adrienne aime aimee alix aline ambre andre andree ange angele angelo armand armande aurele aurelien aurelie axel axelle basil basile celestin celestine ' +
      'celine celina claude claudine claudie clarisse clara cyrielle cyril denise elena elina elisa elise eliane emile emilien emilienne emma enzo ernest ernestine ' +
      'eugene eugenie fabienne felix felicie ferdinand fernand fernande flora flore florent florentin gaelle gael georgette gilberte ginette germain germaine ' +
      'henriette ines irene jeanne jeannine josiane josette judith jules julia julienne justin justine leo leon leonie leonard lilian liliane lina line lionel ' +
      'louison luce lucien lucienne ludivine lydia lydie maelle mael manuel manuela marcel marceline marcelle marcellin marin marina marine mario marius martial ' +
      'martin maurice maxence maximilien mia mila milan nina nino noah noe noel noelle noemie norbert pablo paola paule paulin pauline perrine pierrette ' +
      'raymonde renee robin robine romane romain romaric rosa rose roseline sabine sabrina sacha sandra sandro sara sarah simone sofia solange stella sylvestre ' +
      'tiphaine valere victorien victorine viviane vivien yolande yvan yves yvette yvonne zelie',
  ),
);

/** Given name without spaces -> the lines of {@link SHORT_FORMS} it stands in. */
const linesOf = ((): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>();
  for (const [line, forms] of SHORT_FORMS.trim()
    .split(/\|\s*|\n\s*/)
    .entries()) {
    for (const form of words(forms)) {
      const name = form.replace(/-/g, '');
      found.set(name, [...(found.get(name) ?? []), line]);
    }
  }
  return found;
})();

/** True for a given name and its short form or other spelling. @example areForms('nico', 'nicolas') === true */
export function areForms(a: string, b: string): boolean {
  const lines = linesOf.get(a);
  if (lines === undefined) return false;
  return linesOf.get(b)?.some((line) => lines.includes(line)) ?? false;
}

/** Shares of the French population, in hundred-thousandths; rounded from the public name files of INSEE (births since 1946). */
const COMMON_SURNAMES = `martin 350 bernard 190 thomas 165 petit 165 robert 160 richard 155 durand 150 dubois 150 moreau 140 laurent 140
  simon 135 michel 130 lefebvre 130 leroy 125 roux 115 david 110 bertrand 110 morel 105 fournier 105 girard 100 bonnet 95 dupont 95 lambert 95
  fontaine 90 rousseau 90 vincent 85 muller 85 lefevre 85 faure 85 andre 80 mercier 80 blanc 80 guerin 80 boyer 75 garnier 75 chevalier 75
  francois 75 legrand 70 gauthier 70 garcia 70 perrin 70 robin 70 clement 65 morin 65 nicolas 65 henry 65 roussel 60 mathieu 60 gautier 60
  masson 60 marchand 55 duval 55 denis 55 dumont 55 marie 55 lemaire 55 noel 55 meyer 50 dufour 50 meunier 50 martinez 50 da silva 40 lopez 40`;
const COMMON_GIVEN_NAMES = `jean 1900 marie 2200 michel 1100 philippe 1000 pierre 900 alain 900 nicolas 850 christophe 800 patrick 800 daniel 750
  bernard 750 christian 700 frederic 700 laurent 700 stephane 700 eric 700 david 700 jacques 700 sebastien 650 olivier 650 pascal 600 thomas 650
  julien 650 alexandre 600 gerard 600 thierry 600 andre 600 francois 550 claude 550 vincent 550 guillaume 550 bruno 500 maxime 550 antoine 500
  nathalie 750 isabelle 750 sylvie 700 catherine 700 martine 650 christine 650 francoise 600 valerie 600 sandrine 600 stephanie 600
  celine 550 sophie 600 veronique 550 julie 550 monique 500 chantal 500 nicole 500 anne 500 aurelie 500 laurence 450 camille 500 emilie 450
  virginie 450 patricia 450 brigitte 450 caroline 450 laura 450 sarah 400 pauline 400 marion 400 lea 450 manon 400 charlotte 350 mathilde 350`;

/** Names and shares alternate; a name may have several words. */
const sharesOf = (text: string): ReadonlyMap<string, number> =>
  new Map(
    [...text.matchAll(/([a-z ]+?)\s+(\d+)/g)].map(([, name = '', share]) => [
      name.replace(/\s/g, ''),
      Number(share) / 100_000,
    ]),
  );

/** Name without spaces -> share of the population, for the commonest; the others are rarer than any of these. */
export const SURNAME_SHARES = sharesOf(COMMON_SURNAMES);
export const GIVEN_NAME_SHARES = sharesOf(COMMON_GIVEN_NAMES);

/** True for a given name that the tables know, in full or short. @param joined without spaces */
export function isKnownGivenName(joined: string): boolean {
  return GIVEN_NAME_SHARES.has(joined) || linesOf.has(joined) || EASILY_CONFUSED.has(joined);
}
