/** Names for made-up French people: common ones first, then surnames put together from syllables, so that most are rare. */
import { SeededRandom, zipfShares } from './seeded-random';

const GIVEN_NAMES = (
  'Marie Jean Camille Nicolas Julien Léa Thomas Émilie Pierre Céline Alexandre Sophie Antoine Aurélie Maxime Julie François Élodie Romain Pauline ' +
  'Guillaume Charlotte Sébastien Marion Vincent Mathilde Jérôme Laure Frédéric Audrey Benjamin Caroline Clément Manon Olivier Lucie Stéphane Claire ' +
  'Philippe Hélène Michel Nathalie Christophe Isabelle Éric Valérie Laurent Sandrine David Stéphanie Bruno Virginie Pascal Delphine Patrick Sarah ' +
  'Mathieu Laura Florian Anaïs Quentin Chloé Hugo Inès Lucas Emma Théo Jade Louis Louise Paul Alice Arthur Rose Gabriel Anna Raphaël Zoé Adrien Margaux ' +
  'Valentin Agathe Kévin Mélanie Jérémy Amandine Damien Noémie Cédric Justine Fabien Morgane Grégory Estelle Arnaud Solène Ludovic Clémence Xavier ' +
  'Joséphine Thibault Victoire Baptiste Apolline Gaël Maëlle Yann Gwenaëlle Erwan Nolwenn Mohamed Fatima Karim Leïla Mehdi Samira Youssef Nadia Omar Amina ' +
  'Ibrahim Aïcha Sofiane Yasmine Jean-Pierre Anne-Sophie Jean-Marc Marie-Claire Jean-François Anne-Laure Pierre-Yves Marie-Laure Daniel Danielle ' +
  'Gérard Brigitte Alain Monique Bernard Françoise André Martine Christian Christine Serge Chantal René Odette Gilbert Colette Hervé Véronique'
).split(' ');

const COMMON_SURNAMES = (
  'Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet ' +
  'Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin ' +
  'Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud ' +
  'Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine ' +
  'Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger ' +
  'Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles ' +
  'Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger Bouvier Julien Prévost Millet Perrot Daniel Cousin Germain ' +
  'Breton Besson Langlois Rémy Pelletier Lévêque Perrier Leblanc Barré Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard'
).split(' ');

const STARTS =
  'Ba Be Bi Bo Bou Bra Bré Ca Cha Che Cho Clé Co Cor Cou Da De Do Du Fa Fé Fo Fra Ga Gau Gi Go Gra Gué Ha Jo Ju Ka La Le Li Lo Ma Me Mi Mo Mou Na No Pa Pe Pi Po Pra Qué Ra Ré Ri Ro Sa Sé So Ta Te Ti To Tré Va Ve Vi Vo Za'.split(
    ' ',
  );
const MIDDLES =
  'bar bel ber bi bou ca cha co de der di dou fa ga gui la lan le li lo ma mer mi mo na ni no pa pe ra re ri ro sa se si ta te ti to va vi'.split(
    ' ',
  );
const ENDS =
  'bert card chet court dier don eau ec eil el et ez ier ieu igny in is let mont nay nec net ot oux quin rand rel rin son tel tier ton tot vaud ville zac zon'.split(
    ' ',
  );

const RARE_SURNAMES = 6_000;

/** Draws names as a French company has them. */
export class FrenchNames {
  private readonly surnames: readonly string[];
  private readonly surnameShares: Float64Array;
  private readonly givenShares = zipfShares(GIVEN_NAMES.length);

  constructor(private readonly random: SeededRandom) {
    const made = new SeededRandom(7);
    const rare = Array.from({ length: RARE_SURNAMES }, () => {
      const middle = made.chance(0.6) ? made.pick(MIDDLES) : '';
      return `${made.pick(STARTS)}${middle}${made.pick(ENDS)}`;
    });
    this.surnames = [...new Set([...COMMON_SURNAMES, ...rare])];
    this.surnameShares = zipfShares(this.surnames.length);
  }

  given(): string {
    return this.random.pickZipf(GIVEN_NAMES, this.givenShares);
  }

  surname(): string {
    const simple = this.simpleSurname();
    const at = this.random.next();
    if (at < 0.03) return `${simple}-${this.simpleSurname()}`;
    if (at < 0.05) return `${this.random.pick(['de', 'du', 'Le', 'De la', "d'"])} ${simple}`.replace("' ", "'");
    return simple;
  }

  private simpleSurname(): string {
    return this.random.pickZipf(this.surnames, this.surnameShares);
  }
}

/** What some are called at work. */
export const SHORT_FORMS: Readonly<Record<string, string>> = {
  Alexandre: 'Alex',
  Nicolas: 'Nico',
  Thomas: 'Tom',
  Guillaume: 'Guigui',
  Benjamin: 'Ben',
  Maxime: 'Max',
  Sébastien: 'Seb',
  Frédéric: 'Fred',
  Stéphanie: 'Steph',
  Stéphane: 'Steph',
  Caroline: 'Caro',
  Christophe: 'Chris',
  Christine: 'Chris',
  Laurent: 'Lolo',
  Mathieu: 'Mat',
  Mathilde: 'Math',
  Vincent: 'Vince',
  Virginie: 'Virg',
  Émilie: 'Emi',
  Philippe: 'Phil',
  Michel: 'Mich',
  Isabelle: 'Isa',
  Nathalie: 'Nath',
  Valérie: 'Val',
  Valentin: 'Val',
  Olivier: 'Oliv',
  Raphaël: 'Raph',
  Gabriel: 'Gab',
  Daniel: 'Dan',
  Catherine: 'Cathy',
  Delphine: 'Delf',
  Mohamed: 'Momo',
  'Jean-Pierre': 'JP',
  'Jean-Marc': 'JM',
};
