// Tutte le frasi e i nomi che un visitatore può leggere, in italiano.
import { formats } from './formats.js';

const formatted = formats({ lang: 'it', decimal: ',', bare: false, none: 'nessuno', infinite: 'infinito', minusInfinite: 'meno infinito' });
const { number, accuracy, size, count, percent, tick } = formatted;

/** @type {Record<string, string>} */
const tasks = {
  xor: 'XOR',
  moons: 'Lune',
  circles: 'Cerchi',
  spirals: 'Spirali',
  yinyang: 'Yin-Yang',
  'yinyang-published': 'Pubblicato',
  order: 'Ordine',
  randman: 'Randman',
  match: 'Confronto',
  saccade: 'Cifre',
  channels: 'Canali',
  trains: 'Treni',
};

/** @type {Record<string, string>} */
const taskHelp = {
  xor: 'XOR: la classe dice se due ingressi sparano con frequenze diverse; nessun neurone può dirlo da solo.',
  moons: 'Due lune: due mezzi cerchi che entrano l\u2019uno nell\u2019altro.',
  circles: 'Cerchi: una classe circonda l\u2019altra.',
  spirals: 'Due spirali: due bracci avvolti l\u2019uno attorno all\u2019altro, difficili per un taglio dritto.',
  yinyang: 'Yin-Yang: le due metà del segno e i suoi punti, tre classi.',
  order: 'Ordine: la classe è l\u2019ordine nel tempo in cui sparano i gruppi di ingressi, quindi conta solo il momento.',
  'yinyang-published': 'Yin-Yang con i punti stessi della pubblicazione, 5000 per addestrare e 1000 per la prova: numeri che si confrontano con la letteratura. Il seme cambia solo pesi e lotti.',
  randman: 'Randman: ogni classe è una curva casuale e liscia attraverso i tempi di spike di tutti gli ingressi; cerca uno strato nascosto che legga i tempi, perché ogni ingresso spara una volta sola.',
  match: 'Confronto differito: il motivo dopo la pausa silenziosa è quello di prima? Cerca i neuroni nascosti che tengono il primo finché arriva il secondo.',
  saccade: 'Cifre a saccadi: dieci segni visti da una camera che manda eventi dove la luce cambia mentre fa tre piccoli salti. L\u2019immagine accanto all\u2019ingresso li mostra, ON arancioni e OFF blu: quelli fino al cursore, oppure quelli del primo salto.',
  channels: 'Canali: centinaia di ingressi rumorosi e pochi campioni, dove il risolutore dell\u2019articolo impara davvero i dati di addestramento.',
  trains: 'Treni: cinque neuroni di uscita devono emettere un dato treno di spike per ciascuno di quattro motivi in ingresso; conta quando sparano.',
};

/** @type {Record<string, { name: string, says: string }>} */
const solvers = {
  exact: {
    name: 'Esatto',
    says: 'Moltiplicatori, forme chiuse e rami esatti degli spike, ogni volta a partire dalla rete reale. Con K = 1 non si tiene alcun moltiplicatore e il passo equivale a quello di un surrogato rettangolare con reset staccati, precondizionato.',
  },
  targets: {
    name: 'Bersagli',
    says: 'Gli spike ricevono treni bersaglio con inversioni singole esatte, poi ogni strato si adatta ai propri. La perdita migliore non sale mai, ma impara meno del metodo esatto.',
  },
  paper: {
    name: 'Articolo',
    says: 'ADMM con spike rilassati. Nelle sue variabili il problema sembra risolto mentre la rete reale, eseguita in avanti, non lo è: confronta l\u2019accuratezza ausiliaria con quella di addestramento.',
  },
  surrogate: {
    name: 'Surrogato',
    says: 'Il riferimento abituale: retropropagazione nel tempo con una funzione liscia al posto della derivata dello spike, e Adam.',
  },
  control: {
    name: 'Controllo',
    says: 'Uno strato nascosto casuale e congelato con una lettura ridge. Un metodo che non fa meglio non ha usato il suo strato nascosto.',
  },
};

/** @type {Record<string, { name: string, help: string }>} */
const fields = {
  n: { name: 'Campioni', help: 'Quanti campioni ha l\u2019insieme di addestramento; quello di prova ne ha altrettanti.' },
  T: { name: 'Passi di tempo', help: 'Quanti passi di tempo dura ogni campione.' },
  noise: { name: 'Rumore', help: 'Ampiezza del rumore aggiunto a ogni campione.' },
  encoder: { name: 'Codifica', help: 'Come un numero diventa un ingresso nel tempo: una frequenza di spike, il momento di un solo spike, una popolazione di neuroni sintonizzati o una corrente costante.' },
  seed: { name: 'Seme', help: 'Il numero da cui viene tutto il caso: stesso seme, stessi dati, stessi pesi iniziali, stessa prova.' },
  hidden: { name: 'Neuroni', help: 'Quanti neuroni a spike ha questo strato nascosto.' },
  delta: { name: 'Memoria \u03b4', help: 'Quanto resta del potenziale dopo un passo di tempo; 1 non dimentica nulla.' },
  theta: { name: 'Soglia \u03b8', help: 'Un neurone emette uno spike quando il potenziale supera questo valore, che poi viene sottratto.' },
  iterations: { name: 'Iterazioni', help: 'La fine prevista della prova; un\u2019iterazione è un giro di tutti i blocchi.' },
  gain: { name: 'Guadagno iniziale', help: 'Ampiezza dei potenziali con i primi pesi casuali, in soglie; se è troppo piccola gli strati profondi tacciono.' },
  margin: { name: 'Margine m', help: 'Quanto vicino alla soglia dev\u2019essere un potenziale per sentire il richiamo del suo spike, e fin dove viene tirato.' },
  mu: { name: 'Inerzia \u03bc', help: 'Quanto forte si resta attaccati ai vecchi pesi, tanto più quanti meno campioni ci sono per ingresso.' },
  tau: { name: 'Passo \u03c4', help: 'Di quanto si muovono i potenziali di uno strato nascosto in un\u2019iterazione.' },
  inner: { name: 'Giri interni K', help: 'Giri di ADMM dentro il problema di uno strato; con 1 il risolutore esatto non tiene alcun moltiplicatore.' },
  batch: { name: 'Lotto', help: 'Campioni usati in un\u2019iterazione; 0 vuol dire tutti.' },
  average: { name: 'Media', help: 'Con quanta lentezza i pesi medi, tenuti accanto a quelli attuali, li seguono.' },
  rho0: { name: '\u03c1 iniziale', help: 'Penalità su un potenziale lontano dal suo spike invertito, all\u2019inizio.' },
  rho1: { name: '\u03c1 finale', help: 'La stessa penalità alla fine; in mezzo cresce in modo uniforme su scala logaritmica.' },
  kappa: { name: 'Ridge \u03ba', help: 'Peso della penalità ridge sulla lettura.' },
  alpha: { name: 'Rilassamento \u03b1', help: 'Sovrarilassamento dell\u2019ADMM dello strato; 1 è quello semplice, fino a 2.' },
  rho: { name: 'Penalità \u03c1', help: 'Quanto costa una legge del moto violata (la dinamica dei potenziali).' },
  beta: { name: 'Penalità \u03b2', help: 'Quanto costa uno spike che contraddice il suo potenziale.' },
  warmup: { name: 'Riscaldamento', help: 'Parte iniziale delle iterazioni in cui il moltiplicatore resta a zero.' },
  lr: { name: 'Velocità', help: 'Ampiezza del passo di Adam.' },
  slope: { name: 'Pendenza', help: 'Ripidità della funzione liscia che sostituisce lo spike; più ripida è più vicina al gradino e trasmette meno.' },
};

/** @type {Record<string, string>} */
const encoders = { rate: 'Frequenza', latency: 'Latenza', population: 'Popolazione', current: 'Corrente', events: 'Eventi' };

/** @type {Record<string, Record<string, string>>} */
const blocks = {
  paper: {
    W: 'Pesi di questo strato: minimi quadrati, perché gli spike in ingresso spieghino al meglio i suoi potenziali.',
    a: 'Spike di questo strato, rilassati a numeri fra 0 e 1: un problema ridge, poi tagliato. Il taglio può far salire l\u2019obiettivo.',
    z: 'Potenziali di questo strato: il valore migliore sotto o sopra la soglia, sul ramo che costa meno. Esatto.',
    W_out: 'Pesi della lettura: minimi quadrati rispetto ai potenziali della lettura.',
    z_out: 'Potenziali della lettura: tirati verso l\u2019etichetta all\u2019ultimo passo di tempo.',
    lambda: 'Il moltiplicatore cresce di quanto l\u2019ultimo vincolo è ancora violato; durante il riscaldamento resta a zero. Può far salire l\u2019obiettivo.',
  },
  exact: {
    forward: 'La rete reale gira su tutti i campioni: potenziali, spike, probabilità delle classi. Il moltiplicatore della lettura è ciò che l\u2019etichetta vuole meno ciò che la rete dice.',
    message: 'La lettura dice all\u2019ultimo strato nascosto quanto vale la sua traccia alla fine, e con che rapidità questo cambia.',
    flip_costs: 'Per ogni spike, il costo di invertirlo. Dove conviene, al neurone si chiede l\u2019altro lato della soglia; il moltiplicatore dice quanto preme.',
    layer_problem: 'ADMM dentro lo strato: pesi in forma chiusa, potenziali con un ramo esatto, moltiplicatori in mezzo, K giri.',
    step: 'Tutti gli strati si muovono insieme, scalati in modo che i potenziali si spostino di \u03c4; si conserva la rete migliore.',
  },
  targets: {
    forward: 'La rete reale gira su tutti i campioni; qui ogni residuo è zero.',
    readout: 'Pesi della lettura in forma chiusa: regressione ridge sulle tracce dell\u2019ultimo strato nascosto.',
    flips: 'Neurone per neurone si accetta, se c\u2019è, l\u2019inversione di uno spike che abbassa di più la perdita. Sono questi i treni bersaglio.',
    layer_problem: 'Pesi che mettono ogni potenziale dal lato della soglia voluto dal bersaglio con margine m, con ADMM e moltiplicatori u.',
    step: 'Si prendono i nuovi pesi; si conserva la rete migliore.',
  },
  surrogate: {
    forward: 'La rete reale gira sul lotto.',
    backward: 'Gli errori tornano indietro nel tempo, con una funzione liscia dove lo spike non ha derivata.',
    adam: 'Ogni peso si muove del suo gradiente medio diviso per la sua grandezza corrente.',
  },
  control: {
    forward: 'La rete reale con i suoi pesi casuali congelati gira su tutti i campioni.',
    readout: 'Pesi della lettura in forma chiusa: regressione ridge. Non si impara altro.',
    ridge: 'Pesi della lettura in forma chiusa: regressione ridge. Non si impara altro.',
  },
};

/** Che cosa fa un blocco quando il bersaglio è un treno di spike. @type {Record<string, Record<string, string>>} */
const trainBlocks = {
  exact: {
    forward: 'La rete reale gira su tutti i campioni: potenziali e spike, anche quelli dei neuroni di uscita.',
    message: 'La distanza fra le tracce di uscita e quelle dei treni bersaglio è quadratica: la sua pendenza a ogni passo è quanto vale lì uno spike.',
    flip_costs: 'Per ogni spike, il costo di invertirlo, e per quelli di uscita anche di spostarlo di un passo. Dove conviene, al neurone si chiede l\u2019altro lato della soglia; il moltiplicatore dice quanto preme.',
  },
  control: { readout: 'Pesi dei neuroni di uscita in forma chiusa: regressione ridge dei potenziali che emetterebbero il bersaglio, con i suoi reset. Non si impara altro.' },
};

/** @type {Record<string, string>} */
const quantities = {
  augmented_lagrangian: 'lagrangiana aumentata',
  loss: 'perdita',
  layer_objective: 'obiettivo dello strato',
  violation: 'violazione',
};

/** @type {Record<string, string>} */
const changed = {
  z: 'potenziali hanno preso un altro ramo',
  a: 'spike hanno attraversato un mezzo',
  flip_costs: 'spike con un prezzo costano meno se invertiti',
  flips: 'treni di un neurone hanno accettato un\u2019inversione',
  layer_problem: 'potenziali dal lato sbagliato',
  forward: 'celle contengono uno spike',
  step: 'spike sono cambiati',
};

/** @type {Record<string, string>} */
const extras = {
  rho: '\u03c1', rounds: 'giri', tau: '\u03c4', rms_lambda: '\u03bb (rms)', mu: '\u03bc', beta: '\u03b2', lr: 'velocità', kappa: '\u03ba', margin: 'm', alpha: '\u03b1', slope: 'pendenza', primal: 'residuo primale', residual: 'residuo', cost: 'costo delle inversioni', objective: 'obiettivo', objective_before: 'obiettivo prima', lambda: '\u03bb (rms)', warmup: 'riscaldamento',
};

/** @type {Record<string, string>} */
const series = { objective: 'obiettivo', loss: 'perdita', train: 'addestr.', test: 'prova', auxiliary: 'ausiliaria', control: 'controllo', iteration: 'iterazione', seconds: 'secondi', validation: 'convalida' };

/** @param {string} key */
function seriesName(key) {
  const [, kind, layer] = key.match(/^(dynamics|spikes|firing)_(\d+)$/) ?? [];
  if (kind === 'dynamics') return `dinamica ${layer}`;
  if (kind === 'spikes') return `spike ${layer}`;
  if (kind === 'firing') return `attività ${layer}`;
  return series[key] ?? key;
}

/** @type {Record<string, string>} */
const seriesHelp = {
  objective: 'il numero che l\u2019ottimizzatore abbassa',
  loss: 'perdita della rete reale sull\u2019insieme di addestramento',
  dynamics: 'residuo rms della legge del moto di uno strato',
  spikes: 'quanto sono lontani gli spike di uno strato da quelli voluti: rms per l\u2019articolo, per gli altri la frazione di lati voluti non raggiunti',
};

/** @type {Record<string, string>} */
const blockNames = {
  forward: 'in avanti',
  message: 'messaggio',
  flip_costs: 'costi di inversione',
  layer_problem: 'problema dello strato',
  step: 'passo',
  readout: 'lettura',
  flips: 'inversioni',
  backward: 'all\u2019indietro',
  adam: 'Adam',
  ridge: 'regressione ridge',
};

const equation = {
  cheaper: 'il più economico fra',
  across: 'e appena oltre',
  where: 'dove',
  subjectTo: 'con',
  side: 'dal lato di',
  flipAt: 'inverti in',
  if: 'se',
  relaxed: 'rilassato',
  average: 'media',
  warmup: 'riscaldamento',
};

/** @typedef {import('./en.js').Allowed} Allowed */

/** @param {string[]} names */
const oneOf = (names) => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} o ${names.at(-1)}`);

/** Le frasi del nucleo dopo \u00abdev\u2019essere\u00bb. @type {Record<string, string>} */
const allowedTexts = {
  'a positive number': 'un numero positivo',
  'at least 0 and below 1': 'almeno 0 e meno di 1',
  'set before the run: start again to change it': 'scelto prima della prova: per cambiarlo si ricomincia',
};

/** @param {Allowed} allowed @returns {string} */
function allowedText({ kind, whole, min, max, most, names = [], task, solver, owners = [], text }) {
  switch (kind) {
    case 'range':
      return `${whole ? 'un numero intero' : 'un numero'} da ${min} a ${max}`;
    case 'layers':
      return `da 1 a ${most} numeri interi da ${min} a ${max} separati da virgole, come 50 o 40,40`;
    case 'oneOf':
      return oneOf(names) + (task ? ` per il compito ${task}` : '');
    case 'otherSolver':
      return owners.length ? `omesso per il risolutore ${solver}: appartiene a ${owners.join(' e ')}` : `omesso: ${solver} non ha questa impostazione`;
    case 'keys':
      return `v, ${names.join(', ')}`;
    case 'once':
      return 'dato una volta sola';
    default:
      return allowedTexts[text ?? ''] ?? text ?? '';
  }
}

/** @param {string} text */
const shown = (text) => (text === '' ? 'vuoto' : text.length > 40 ? `${text.slice(0, 40)}\u2026` : text);

/** @param {{ reason: string, key: string, given: string, allowed: Allowed, used: string | null }} problem */
function problem({ reason, key, given, allowed, used }) {
  const name = `\u00ab${shown(key)}\u00bb`;
  const may = allowedText(allowed);
  const what =
    reason === 'unknownKey'
      ? `${name} (era ${shown(given)}) non è un\u2019impostazione; ci sono ${may}.`
      : reason === 'repeated'
        ? `${name} è ripetuto come ${shown(given)}; dev\u2019essere ${may}.`
        : `${name} era ${shown(given)}; dev\u2019essere ${may}.`;
  return `${what} ${used === null ? 'Viene omesso.' : `Al suo posto si usa ${used}.`}`;
}

/** @type {Record<string, string>} */
const reasons = {
  'a number is not finite': 'un numero non è finito',
  'a spike is not finite': 'uno spike non è finito',
  'a weight is not finite': 'un peso non è finito',
  'the weights are not finite': 'i pesi non sono finiti',
  'the matrix is not finite': 'la matrice non è finita',
  'a matrix is not positive definite': 'una matrice non è definita positiva',
  'the loss is not finite': 'la perdita non è finita',
};

/**
 * @param {{ code: string, key?: string, given?: string, allowed?: Allowed, neededMib?: number, limitMib?: number, block?: string, reason?: string }} detail
 * @param {string} [sentence]
 */
function failure({ code, key = '', given = '', allowed, neededMib = 0, limitMib = 0, block = '', reason = '' }, sentence = '') {
  if (code === 'setting' && allowed) return `\u00ab${key}\u00bb era ${given}; dev\u2019essere ${allowedText(allowed)}.`;
  if (code === 'memory') return `Questo esperimento richiederebbe circa ${count(neededMib)} MiB e il limite è ${count(limitMib)} MiB: prendi meno campioni, passi di tempo o neuroni.`;
  if (code === 'numerical') return `I numeri hanno perso senso in ${block}: ${reasons[reason] ?? reason}. Si conserva l\u2019ultimo iterato buono.`;
  return sentence;
}

/** @type {typeof import('./en.js').en} */
export const it = {
  ...formatted,
  page: {
    title: 'Heaviside: reti a spike addestrate con ADMM',
    language: 'Lingua',
    languageHelp: 'La lingua della pagina.',
    languages: { en: 'English', it: 'Italiano' },
    failed: (reason) => `La pagina non è partita (${reason}). Ricaricala; se non basta, aprila in un altro browser.`,
  },
  blockNames,
  equation,
  reasons,
  problem,
  failure,
  tasks,
  taskHelp,
  solvers,
  fields,
  encoders,
  blocks,
  trainBlocks,
  quantities,
  changed,
  extras,
  seriesName,
  seriesHelp,
  score: (trains) => (trains ? 'concordanza' : 'accuratezza'),

  bar: {
    label: 'Comandi',
    play: 'Avvia',
    pause: 'Pausa',
    playHelp: 'Addestra fino alla fine prevista, o metti in pausa (spazio).',
    reset: 'Da capo',
    resetHelp: 'Torna all\u2019iterazione 0 con lo stesso seme, gli stessi dati e gli stessi pesi iniziali (R).',
    iteration: 'Iterazione',
    iterationHelp: 'Completa questa iterazione, con tutti i suoi blocchi (maiuscole e freccia destra).',
    block: 'Blocco',
    blockHelp: 'Esegui un solo blocco e guarda sotto che cosa ha fatto (freccia destra).',
    speed: 'Velocità',
    speedHelp: 'Da un blocco al secondo, per guardarli al lavoro, fino al massimo.',
    /** @param {number | null} blocks */
    speedValue: (blocks) => (blocks === null ? 'al massimo' : blocks === 1 ? '1 blocco al secondo' : `${blocks} blocchi al secondo`),
    /** @param {number | null} blocks */
    speedShort: (blocks) => (blocks === null ? 'max' : `${blocks}/s`),
    newSeed: 'Nuovo seme',
    newSeedHelp: 'Estrai nuovi dati e nuovi pesi iniziali.',
    share: 'Condividi',
    shareHelp: 'Copia il collegamento di questo esperimento; apre gli stessi dati, pesi e impostazioni (S).',
    shared: 'Il collegamento di questo esperimento è negli appunti.',
    /** @param {string} link */
    shareFailed: (link) => `Gli appunti sono chiusi a questa pagina; il collegamento è nella barra degli indirizzi: ${link}`,
    theme: 'Tema',
    /** @param {string} now */
    themeHelp: (now) => `Chiaro, scuro o come il sistema; adesso: ${now}.`,
    themes: { system: 'come il sistema', light: 'chiaro', dark: 'scuro' },
    examples: 'Esempi',
    examplesHelp: 'Esperimenti che vale la pena di vedere, ciascuno con una frase su che cosa guardare.',
    help: 'Tasti',
    tour: 'Visita',
    tourHelp: 'Una visita guidata di spike e ADMM in dodici tappe; riprende da dove l\u2019hai lasciata (T).',
    lessons: 'Per le lezioni',
    lessonsHelp: 'Crea un collegamento o un iframe che mostra solo ciò che serve alla lezione.',
    projector: 'Schermo intero',
    projectorHelp: 'In grande e su tutto lo schermo, per un proiettore (F).',
    helpHelp: 'I comandi da tastiera (punto interrogativo).',
    iterationName: 'iterazione',
    testName: 'prova',
    settings: 'Esperimento',
  },

  status: {
    opening: 'si apre',
    ready: 'pronto',
    training: 'si addestra',
    paused: 'in pausa',
    converged: 'a convergenza',
    'no progress': 'non migliora più',
    'max iterations': 'finito',
    'numerical error': 'errore numerico',
    stopped: 'fermato',
    running: 'in pausa',
    'looking back': 'sguardo indietro',
  },
  statusHelp: (status, message) =>
    message ?? /** @type {Record<string, string>} */ ({
      ready: 'Premi Avvia, o percorri i blocchi uno per uno.',
      converged: 'I residui sono abbastanza piccoli per fermarsi.',
      'no progress': 'Da un po\u2019 nessuna iterazione ha superato la migliore, quindi si è fermato qui.',
      'max iterations': 'Il numero previsto di iterazioni è fatto.',
      'numerical error': 'Un numero è traboccato; si conserva l\u2019ultima rete buona.',
    })[status] ?? 'Che cosa sta facendo l\u2019addestramento.',

  keys: {
    title: 'Tasti',
    list: [
      ['spazio', 'avvia o metti in pausa'],
      ['\u2192', 'un blocco'],
      ['maiusc \u2192', 'un\u2019iterazione'],
      ['R', 'da capo, stesso seme'],
      ['S', 'copia il collegamento'],
      ['T', 'apri o chiudi la visita'],
      ['F', 'schermo intero, per un proiettore'],
      ['?', 'questo elenco'],
      ['esc', 'chiudi ciò che è aperto'],
    ],
    close: 'Chiudi',
  },

  settings: {
    data: 'Dati',
    network: 'Rete',
    optimiser: 'Ottimizzatore',
    task: 'Compito',
    solver: 'Risolutore',
    /** @param {number} layer */
    layer: (layer) => `Strato nascosto ${layer}`,
    addLayer: 'Aggiungi uno strato nascosto',
    removeLayer: 'Togli l\u2019ultimo strato nascosto',
    more: 'Più neuroni',
    fewer: 'Meno neuroni',
    /** @param {number} layer */
    layerHelp: (layer) => `Quanti neuroni a spike ha lo strato nascosto ${layer}; le frecce lo cambiano.`,
    shape: (layers, parameters, bytes) => `${layers.join('\u2013')} neuroni, ${count(parameters)} pesi, ${size(bytes)} al lavoro`,
    live: 'Ha effetto durante la prova.',
    restarts: 'Ricomincia con lo stesso seme.',
    invalid: (name, given, min, max, whole) =>
      given.trim() === ''
        ? `${name} vuole un numero da ${number(min)} a ${number(max)}.`
        : `${name} non può essere \u00ab${given.trim().slice(0, 20)}\u00bb: è ammesso ${whole ? 'un numero intero' : 'un numero'} da ${number(min)} a ${number(max)}.`,
    summary: 'Cambia l\u2019esperimento',
  },

  notice: {
    restarted: (what) => `${what}: si ricomincia con lo stesso seme.`,
    set: (name, value) => `${name} ora è ${value}`,
    seed: 'Nuovi dati e nuovi pesi iniziali',
    undo: 'Annulla',
    undone: 'È tornato l\u2019esperimento di prima del cambiamento, con tutto ciò che aveva imparato.',
    problems: 'Il collegamento chiedeva qualcosa che non si può avere; è aperto l\u2019esperimento più vicino.',
    dismiss: 'Nascondi',
    label: 'Avvisi',
    refused: (reason) => `${reason} Resta l\u2019esperimento che era aperto.`,
    refusedFirst: (reason) => `${reason} Al suo posto è aperto il primo sguardo.`,
    dead: (reason) => `L\u2019addestramento si è fermato in modo inatteso (${reason}). Del collegamento non si è perso nulla.`,
    silent: 'L\u2019addestramento non risponde da alcuni secondi. Forse è in un\u2019iterazione lunga, forse non c\u2019è più.',
    again: 'Ricomincia con lo stesso esperimento',
    over: 'Questa prova è finita: con Da capo riparte con lo stesso seme, oppure aumenta il numero di iterazioni.',
  },

  network: {
    title: 'La rete al lavoro',
    hint: (auxiliary) => (auxiliary ? 'le righe sono neuroni; gli spike colorati sono contesi' : 'le righe sono neuroni, le celle piene sono spike'),
    input: 'Ingresso',
    hidden: (layer) => `Nascosto ${layer}`,
    readout: 'Lettura',
    neurons: (n) => `${n} neuroni`,
    channels: (n) => `${n} canali`,
    potentials: 'potenziali',
    output: 'Uscita',
    traces: 'tracce di spike',
    fired: (label, agreement) => `motivo ${label}: concordanza ${agreement} con i suoi treni bersaglio`,
    time: 'passo di tempo',
    both: 'spike in entrambi',
    real: 'solo nella rete',
    wanted: 'solo per l\u2019ottimizzatore',
    disagree: (differ, all) => `L\u2019ottimizzatore e la rete non concordano su ${differ} spike di ${all}`,
    wants: (differ, all) => `L\u2019ottimizzatore vorrebbe diversi ${differ} spike di ${all}`,
    agree: 'Questo risolutore non tiene spike propri: questi sono della rete reale',
    unseen: 'Solo i campioni di addestramento hanno spike dell\u2019ottimizzatore: scegli addestramento per vedere dove non concordano',
    notYet: 'Gli spike dell\u2019ottimizzatore compaiono con la prima iterazione',
    sample: 'Campione',
    previous: 'Campione precedente',
    next: 'Campione successivo',
    of: (index, all) => `${index + 1} di ${all}`,
    split: 'Insieme',
    splitHelp: 'Mostra campioni su cui si è addestrata, o che la rete non ha mai visto.',
    train: 'addestramento',
    test: 'prova',
    stepHelp: 'Scorri i campioni; anche un clic su un punto della mappa ne sceglie uno.',
    verdict: (label, predicted, right) => (right ? `classe ${label}, letta come ${predicted}: giusto` : `classe ${label}, letta come ${predicted}: sbagliato`),
    cell: (layer, neuron, t, what) => `${layer}, ${neuron}, t = ${t}: ${what}`,
    neuron: (index) => `neurone ${index}`,
    channel: (index) => `canale ${index}`,
    silent: 'nessuno spike',
    spike: 'uno spike',
    empty: 'Gli spike di un campione compaiono qui appena la rete è costruita.',
    summary: (layers, verdict) => `${layers.map((l) => `${l.name}: ${l.spikes} spike di ${l.neurons} neuroni`).join('; ')}. ${verdict}.`,
    camera: (on, off) => `La camera ha mandato ${on} eventi ON e ${off} eventi OFF.`,
    readoutAt: (t, values) => `Lettura, t = ${t}: ${values}`,
  },

  neuron: {
    title: 'Il potenziale di un neurone',
    hint: '',
    layer: 'Strato',
    layerHelp: 'In quale strato nascosto è il neurone.',
    neuron: 'Neurone',
    neuronHelp: 'Quale neurone; anche un clic sulla sua riga qui sopra lo sceglie.',
    what: 'spike sopra \u03b8',
    threshold: '\u03b8',
    margin: 'margine',
    auxiliary: 'dell\u2019ottimizzatore',
    previous: 'Neurone precedente',
    next: 'Neurone successivo',
    summary: (layer, neuron, spikes, min, max) => `Potenziale del neurone ${neuron} nello strato nascosto ${layer}: ${spikes} spike, fra ${number(min)} e ${number(max)}.`,
    at: (t, z) => `t = ${t}: potenziale ${number(z)}`,
  },

  weights: {
    title: 'Pesi',
    hint: 'riga: verso, colonna: da',
    layer: (layer) => `W${layer}`,
    layerHelp: 'I pesi di quale strato mostrare.',
    shape: (rows, columns) => `${rows} \u00d7 ${columns}`,
    cell: (layer, row, column, value) => `W${layer}, verso il neurone ${row} da ${column}: ${value}`,
    summary: (layer, rows, columns, max) => `Pesi dello strato ${layer}: ${rows} righe per ${columns} colonne, grandezza massima ${number(max)}.`,
    positive: 'eccita',
    negative: 'inibisce',
  },

  now: {
    title: 'Adesso',
    hint: 'il blocco al lavoro: la sua equazione e che cosa ha cambiato',
    next: 'Prossimo blocco',
    ended: 'La prova è finita; il suo ultimo',
    done: 'Blocco appena fatto',
    passing: 'Un blocco, colto al volo',
    empty: 'Esegui un blocco per vedere che cosa cambia: la sua equazione, il suo obiettivo prima e dopo.',
    beforeAfter: (quantity, before, after) => `${quantity} ${number(before)} \u2192 ${number(after)}`,
    residual: 'residuo primale',
    fell: 'è sceso',
    rose: 'è salito',
    kept: 'invariato',
    counted: (n, outOf, what) => (outOf === null ? `${n} ${what}` : `${count(n)} su ${count(outOf)} ${what}`),
    entries: 'valori cambiati',
    moved: (change) => `spostato di ${number(change)} (rms)`,
    gradient: (change) => `gradiente ${number(change)} (rms)`,
    blocks: 'Blocchi di un\u2019iterazione',
    iteration: (iteration) => `iterazione ${iteration}`,
    time: (t, T) => `t = ${t} di ${T}`,
  },

  rewind: {
    showing: (iteration, newest) => `Si vede l\u2019iterazione ${iteration} di ${newest}`,
    weightsOnly: 'com\u2019erano i suoi pesi',
    exact: 'anche l\u2019ottimizzatore è lì',
    notKept: 'Del passato si tengono solo i pesi: ricostruisci l\u2019ottimizzatore per vedere i suoi spike',
    newest: 'Torna alla più recente',
    newestHelp: 'Mostra di nuovo l\u2019iterazione più recente.',
    go: 'Ricostruisci l\u2019ottimizzatore',
    goHelp: 'Ripeti la prova dall\u2019inizio fino a questa iterazione, così che le variabili dell\u2019ottimizzatore siano quelle di quel momento. Avvia e i passi lo fanno da soli.',
    slider: 'Iterazione mostrata',
    sliderHelp: 'Trascina lungo la curva, o usa le frecce, per vedere com\u2019era tutto a un\u2019iterazione precedente.',
    value: (iteration, newest, test) => `iterazione ${iteration} di ${newest}, accuratezza di prova ${test}`,
    replaying: (goal, left) => `Si ripete la prova fino all\u2019iterazione ${goal}: fatte ${goal - left}.`,
    cancel: 'Interrompi',
    badGoto: (given) => `goto vuole un numero intero, da 0 in su; ha ricevuto ${given}.`,
  },

  picture: {
    choice: 'Figura della rete',
    spikes: 'Spike',
    spikesHelp: 'Chi spara e quando, per un campione: le righe sono neuroni, le colonne passi di tempo.',
    graph: 'Rete',
    graphHelp: 'Gli strati come colonne di neuroni, con i pesi più forti come linee fra di essi.',
    play: 'Riproduci il campione',
    pause: 'Ferma il campione',
    playHelp: 'Muovi il cursore del tempo attraverso il campione; nella figura della rete gli spike viaggiano lungo i pesi.',
    at: (whole, x) => (whole ? `iterazione ${x}` : `dopo ${formatted.duration(x)}`),
    neuron: (layer, neuron) => `Nascosto ${layer}, neurone ${neuron + 1}`,
    potential: (t, z, theta, spike) => `t = ${t}: potenziale ${number(z)}, soglia ${number(theta)}${spike ? ', spike' : ''}`,
    weight: (layer, from, to, value) => `W${layer}: ${from} \u2192 ${to}, peso ${number(value)} (potenziale per spike)`,
    column: (layer, layers) => (layer === 0 ? 'Ingresso' : layer === layers - 1 ? 'Lettura' : `Nascosto ${layer}`),
    under: (neurons, rate) => (rate === null ? `${neurons}` : `${neurons} \u00b7 ${percent(rate)}`),
    place: (place, layers, names) =>
      place.layer === 0
        ? `Ingresso ${names[place.neuron] ?? place.neuron + 1}`
        : place.layer === layers - 1
          ? `Lettura, classe ${it.className(place.neuron)}`
          : `Nascosto ${place.layer}, neurone ${place.neuron + 1}`,
    fires: (rate) => `spara nel ${percent(rate)} dei passi`,
    input: (mean) => `${number(mean)} a passo in media`,
    inSample: (spikes, T) => `in questo campione: ${spikes} spike in ${T} passi`,
    range: (low, high, theta) => `potenziale da ${number(low)} a ${number(high)}, soglia ${number(theta)}`,
    ends: (z) => `potenziale ${number(z)} alla fine di questo campione`,
    now: (t, z) => `t = ${t}: potenziale ${number(z)}`,
    more: 'La sua risposta sul piano riempie la mappa; un clic la trattiene lì.',
    answers: (answer, layers, names) => {
      const place = it.picture.place(answer, layers, names);
      const [low, high] = answer.values.reduce(([l, h], v) => [Math.min(l, v), Math.max(h, v)], [Infinity, -Infinity]);
      return `${place}: ${it.picture.unit(answer.layer, layers)} da ${number(low)} a ${number(high)}`;
    },
    unit: (layer, layers) => (layer === 0 ? 'ingresso' : layer === layers - 1 ? 'potenziale' : 'spike'),
    answerAt: (answer, layers, value) => `${it.picture.unit(answer.layer, layers)} ${number(value)}`,
    hintAnswer: 'colore: la risposta di un neurone',
    release: 'Mostra la risposta della rete',
    excites: 'eccita',
    inhibits: 'inibisce',
    lines: (n, all) => (n < all ? `i ${count(n)} più forti di ${count(all)} pesi` : `tutti i ${count(all)} pesi`),
    fill: (most) => `attività da 0 a ${percent(most)}`,
    silent: 'non spara mai',
    atWork: (block) => `al lavoro: ${block}`,
    role: 'figura della rete',
    help: 'Le frecce vanno di neurone in neurone e di strato in strato, invio trattiene nella mappa la risposta di un neurone, esc la lascia andare.',
    summary: (columns, strongest) =>
      `${columns.map((c) => `${c.name}: ${c.neurons} neuroni${c.rate === null ? '' : `, attività ${percent(c.rate)}${c.silent ? `, ${c.silent} silenziosi` : ''}`}`).join('; ')}. Pesi più forti: ${strongest.join('; ')}.`,
  },

  learned: {
    title: 'Che cosa ha imparato',
    hintMap: 'colore: la sua risposta',
    hintConfusion: 'risposte di prova per classe',
    map: 'Mappa',
    confusion: 'Confusione',
    view: 'Figura',
    viewHelp: 'La risposta sul piano degli ingressi, o un conto delle risposte per classe.',
    trainPoint: 'addestr.',
    testPoint: 'prova',
    class: 'classe',
    accuracy: 'accuratezza',
    trainName: 'addestramento',
    testName: 'prova',
    auxiliaryName: 'ausiliaria',
    controlName: 'controllo',
    bestName: 'migliore',
    hintTrains: (sample) => `uscite del campione ${sample} rispetto al bersaglio`,
    outputs: 'neuroni di uscita',
    steps: (T) => `passi di tempo da 1 a ${T}`,
    signs: ['in tempo', 'di troppo', 'mancati'],
    distances: (d) => `concordanza ${accuracy(d.agreement)}; distanza di Victor e Purpura ${number(d.victorPurpura)}, di van Rossum ${number(d.vanRossum)}`,
    summaryTrains: ([hit, extra, missed], d) => `Spike di uscita rispetto al bersaglio: ${hit} in tempo, ${extra} di troppo, ${missed} mancati; ${it.learned.distances(d)}.`,
    classesHelp: {
      train: 'Parte dei campioni di addestramento a cui la rete reale risponde bene.',
      test: 'Parte dei campioni mai visti in addestramento a cui la rete reale risponde bene.',
      control: 'Accuratezza di prova di uno strato nascosto casuale congelato con una lettura ridge: l\u2019asticella da superare.',
      best: 'Accuratezza di prova dell\u2019iterato conservato finora: quello con la convalida migliore.',
    },
    trainsHelp: {
      train: 'Concordanza degli spike di uscita con i treni bersaglio sui campioni di addestramento: 1 meno il costo di spostare, aggiungere e togliere spike, per ogni spike; 1 è uguale.',
      test: 'La stessa concordanza su campioni mai visti in addestramento.',
      control: 'Concordanza di prova di strati nascosti casuali congelati con neuroni di uscita adattati per regressione ridge: l\u2019asticella da superare.',
      best: 'Concordanza di prova dell\u2019iterato conservato finora: quello con la convalida migliore.',
    },
    auxiliaryHelp: 'Parte a cui rispondono bene le variabili dell\u2019ottimizzatore; se è lontana dall\u2019addestramento, non l\u2019ha insegnato alla rete.',
    best: (iteration, test) => `${accuracy(test)} a ${iteration}`,
    noAuxiliary: 'Questo risolutore non ha spike ausiliari propri.',
    empty: 'La mappa si riempie appena la rete è costruita.',
    summaryMap: (test, train) => `Mappa delle decisioni sui due ingressi: accuratezza di prova ${test}, di addestramento ${train}.`,
    summaryConfusion: (right, all) => `Matrice di confusione dell\u2019insieme di prova: ${right} giuste su ${all}.`,
    true: 'classe vera',
    answered: 'risposta',
    at: (x, y, label) => `x = ${x}, y = ${y}${label}`,
    point: (split, index, label) => `, campione ${split === 'train' ? 'di addestramento' : 'di prova'} ${index}, classe ${label}`,
    silentGap: 'Nelle sue variabili sembra risolto, ma la rete reale non ci è arrivata.',
  },

  progress: {
    title: 'Come ci è arrivato',
    hint: '',
    axis: 'Asse orizzontale',
    axisHelp: 'Conta le iterazioni, o i secondi di addestramento.',
    iterations: 'iterazioni',
    seconds: 'secondi',
    lower: 'meglio in basso:',
    higher: (trains) => `${it.score(trains)}, meglio in alto:`,
    below: 'Curve in basso',
    scoreTabHelp: (trains) => (trains ? 'Concordanza degli spike di uscita con i loro treni bersaglio, durante l\u2019addestramento; 1 è uguale.' : 'Parte dei campioni a cui si risponde bene, durante l\u2019addestramento.'),
    timingTab: 'tempi degli spike',
    timingTabHelp: 'Di tutti gli spike nel modello dell\u2019ottimizzatore o nella rete reale, la parte che cade in un altro momento, per strato nascosto: vicino a 0 l\u2019ottimizzatore sa quando i neuroni sparano, vicino a 1 ne ha perso traccia.',
    mismatch: 'spike in un momento diverso da quello che l\u2019ottimizzatore crede, 0 è un\u2019immagine vera:',
    models: {
      exact: 'Il suo modello: gli spike che i problemi degli strati prevedono per il loro passo (con K = 1, i lati voluti). Parte dagli spike reali, quindi sbaglia di ciò che un passo cambia.',
      targets: 'Il suo modello: i treni bersaglio a cui gli strati sono appena stati adattati.',
      paper: 'Il suo modello: gli spike ausiliari, contati come emessi da un mezzo in su.',
      surrogate: 'Il suo modello: la stessa rete con lo spike liscio la cui pendenza è il surrogato. Il passaggio in avanti resta reale; il gradiente è di quest\u2019altra rete.',
      control: 'Il controllo non ha un modello dei propri spike: non c\u2019è nulla da confrontare.',
    },
    timingSummary: (layers) => `Tempi degli spike: ${layers.map((v, l) => `strato nascosto ${l + 1} ${accuracy(v)}`).join(', ')} degli spike differiscono fra il modello dell\u2019ottimizzatore e la rete reale.`,
    csv: 'CSV',
    csvHelp: 'Scarica tutte le curve come tabella.',
    table: 'Tabella',
    tableHelp: 'Leggi le curve come numeri.',
    empty: 'Premi Avvia o fai un passo: le curve cominciano con la prima iterazione.',
    emptyLine: 'controllo',
    firing: 'Attività',
    firingHelp: 'Spike medi per neurone e passo di tempo in ogni strato nascosto; dal 5 al 30 % circa è sano.',
    silent: 'silenziosi',
    silentHelp: 'Neuroni che non sparano mai sull\u2019insieme di addestramento, per strato nascosto; non imparano nulla.',
    saturated: 'saturi',
    saturatedHelp: 'Neuroni che sparano quasi sempre, per strato nascosto; non distinguono nulla.',
    maxZ: '|z| max',
    exportLabel: 'Numeri delle curve',
    maxZHelp: 'Il potenziale più grande di tutti, in valore assoluto; se esplode, l\u2019addestramento è andato male.',
    rates: (rates) => rates.map(percent).join(' \u00b7 '),
    counts: (counts) => counts.join(' \u00b7 '),
    summary: (iteration, loss, score, test) => `Curve fino all\u2019iterazione ${iteration}: perdita ${loss}, ${score} di prova ${test}.`,
    close: 'Chiudi',
    tableTitle: 'Le curve come numeri',
  },

  // ---- fianco a fianco, serie di prove, immagini da portare via
  compare: {
    open: 'Confronta\u2026',
    openHelp: 'Metti una seconda corsa accanto a questa, o prova pi\u00f9 valori di un\u2019impostazione.',
    tabs: 'Che cosa si vede',
    one: 'Una corsa',
    side: 'Fianco a fianco',
    sweep: 'Serie',
    tabHelp: {
      one: 'Tutto sulla prima corsa.',
      with: 'Due corse sullo stesso esperimento, addestrate insieme.',
      sweep: 'Un\u2019impostazione con pi\u00f9 valori, addestrati uno dopo l\u2019altro.',
    },
    sideHint: 'due corse sullo stesso esperimento, addestrate insieme',
    close: 'Smetti di confrontare',
    closeHelp: 'Chiude la seconda corsa; la prima continua.',
    setting: (name, value) => `${name} ${value}`,
    data: 'Gli stessi dati.',
    otherData: 'Altri dati: le accuratezze appartengono a due insiemi di prova.',
    weights: {
      same: () => 'Gli stessi pesi iniziali, fino all\u2019ultimo bit.',
      scaled: (first, second) =>
        `Gli stessi pesi iniziali casuali, ogni strato a un\u2019altra scala${first === second ? ', perch\u00e9 \u00e8 fissata sui dati' : `: la prima corsa parte con guadagno ${first}, la seconda con guadagno ${second}`}.`,
      zero: () => 'Il risolutore dell\u2019articolo parte da pesi nulli, l\u2019altro da pesi casuali.',
      other: () => 'Altri pesi iniziali: il seme o la forma della rete \u00e8 diversa.',
    },
    seconds: 'Si addestrano insieme: con pochi nuclei l\u2019una rallenta l\u2019altra, perci\u00f2 confronta i secondi di corse singole.',
    ownLoss: 'Ogni risolutore ha una perdita propria: confronta le forme, non le altezze.',
    accuracies: 'accuratezza, pi\u00f9 alta \u00e8 meglio:',
    loss: 'perdita, pi\u00f9 bassa \u00e8 meglio:',
    line: (what, run) => `${what}, ${run}`,
    iteration: 'iterazione',
    opening: 'La seconda corsa \u00e8 in preparazione.',
    failed: (reason) => `La seconda corsa non si pu\u00f2 avere: ${reason}`,
    summaryMap: (run, test, train, iteration) => `Che cosa risponde ${run} sul piano dopo ${iteration} iterazioni: accuratezza di prova ${test}, di addestramento ${train}.`,
    summaryRaster: (run, spikes, neurons) => `Impulsi degli strati nascosti di ${run} per un campione: ${spikes} da ${neurons} neuroni.`,
    summaryCurves: (a, b) => `Curve delle due corse. ${a} ${b}`,
    summaryRun: (run, iteration, test, loss) => `${run}: iterazione ${iteration}, accuratezza di prova ${test}, perdita ${loss}.`,
    dialog: 'Confronta con\u2026',
    sideTitle: 'Una seconda corsa accanto a questa',
    what: 'Che cosa cambia',
    whatHelp: 'L\u2019unica impostazione diversa nella seconda corsa; per pi\u00f9 d\u2019una, modifica il link: with=mu:.03;inner:1.',
    value: 'Valore',
    valueHelp: 'Quanto vale nella seconda corsa.',
    go: 'Metti fianco a fianco',
    sweepTitle: 'Un\u2019impostazione con pi\u00f9 valori',
    values: 'Valori',
    valuesHelp: 'Da due a otto valori separati da virgole; gli strati di una rete con trattini, come 20, 40-40.',
    goSweep: 'Avvia la serie',
    linked: 'Il link dice tutto: si pu\u00f2 condividere o modificare a mano.',
  },
  sweep: {
    title: (name) => `Una serie: ${name}`,
    hint: 'ogni valore \u00e8 addestrato fino alla fine prevista; un clic lo apre come esperimento',
    start: 'Addestra tutti',
    startHelp: 'Addestra i valori uno dopo l\u2019altro, in un worker proprio.',
    stop: 'Ferma',
    stopHelp: 'Ferma l\u2019addestramento; ci\u00f2 che \u00e8 fatto resta.',
    resume: 'Continua',
    close: 'Chiudi la serie',
    progress: (done, all) => (done === all ? `tutti i ${all} valori sono fatti` : `${done} valori su ${all} sono fatti`),
    waiting: 'in attesa',
    at: (iteration, all) => `${iteration} di ${all}`,
    cell: (value, test, state) => `${value}: accuratezza di prova ${test}, ${state}. Aprilo come esperimento.`,
    test: 'prova',
    train: 'addestramento',
    control: 'controllo',
    lines: 'accuratezza per iterazione:',
    done: (status, iteration, seconds) => `${status} a ${iteration}, ${seconds}`,
    failed: (reason) => `non si pu\u00f2 avere: ${reason}`,
    opened: (what) => `${what} \u00e8 ora l\u2019esperimento`,
  },
  save: {
    label: (title) => `Porta via: ${title}`,
    help: 'Scarica questo riquadro come immagine, o i suoi numeri, con impostazioni e link.',
    endings: { png: 'Immagine PNG', svg: 'Disegno SVG', csv: 'Numeri CSV' },
    failed: 'Questo browser non ha potuto disegnare l\u2019immagine.',
    title: (panel) => `Heaviside: ${panel}`,
    setting: (task, solver, layers, seed, iteration, test) => `${task}, risolutore ${solver.toLowerCase()}, ${layers.join('\u2013')} neuroni, seme ${seed}. Iterazione ${iteration}, accuratezza di prova ${test}.`,
    versus: (first, second) => `${first} accanto a ${second}.`,
  },

  classNames: ['\u25cf 0', '\u25a0 1', '\u25c6 2', '\u25b2 3', '\u271a 4', '\u25bc 5', '\u2605 6', '\u2b22 7', '\u25d7 8', '\u22c8 9'],
  className: (index) => it.classNames[index] ?? String(index),

  /** @type {Record<string, string>} */
  errors: {
    over: 'La prova è finita.',
    closed: 'Nessun esperimento è aperto.',
    nothing: 'Non c\u2019è nulla da annullare.',
    gone: 'L\u2019addestramento si è fermato.',
    cancelled: 'La replica è stata interrotta.',
  },
  badRun: (given) => `run vuole un numero intero di iterazioni, da 0 in su; ha ricevuto ${given}.`,
  badStep: (given) => `step vuole 'block' o 'iteration'; ha ricevuto ${given}.`,

  announce: (status, iteration, score, test) => `${status}, iterazione ${iteration}, ${score} di prova ${test}`,

  presetGroups: {
    tasks: 'Compiti',
    methods: 'Metodi',
    depth: 'Profondità',
    settings: 'Impostazioni che esagerano',
    data: 'Dati e rete',
  },
  presets: {
    spirals: { name: 'Due spirali', says: 'Il primo sguardo: spike esatti, uno strato nascosto. Guarda la mappa avvolgersi in pochi secondi.' },
    circles: { name: 'Cerchi concentrici', says: 'Un\u2019isola di una classe. Il controllo, con il suo strato nascosto congelato, resta indietro.' },
    moons: { name: 'Due lune', says: 'Una curva facile: basta una dozzina di iterazioni.' },
    xor: { name: 'XOR', says: 'Il problema più piccolo che richiede uno strato nascosto. Percorrilo blocco per blocco.' },
    order: { name: 'Ordine degli spike', says: 'Solo i tempi distinguono le classi; guarda i raster di campioni diversi.' },
    yinyang: { name: 'Yin-Yang', says: 'Tre classi e correnti costanti: la mappa più lenta e più bella.' },
    published: { name: 'Yin-Yang pubblicato', says: 'I punti della pubblicazione, così i numeri si confrontano: una lettura lineare ha 0,638, strati bassi congelati 0,855, una rete di frequenze addestrata 0,987.' },
    saccade: { name: 'Cifre a saccadi', says: 'Una camera salta tre volte davanti a un segno: l\u2019ingresso mostra tre raffiche di eventi ON e OFF. Guarda quali cifre confonde la matrice di confusione.' },
    randman: { name: 'Varietà casuali', says: 'Ogni ingresso spara una volta in ogni campione, quindi le frequenze non dicono nulla: il controllo resta lontano da chi impara i tempi.' },
    match: { name: 'Confronto differito', says: 'Stimolo, silenzio, prova: uguale o no? Guarda i potenziali nella pausa, dove la perdita dimentica; più è vicina a 1, più a lungo ricordano.' },
    trains: { name: 'Imparare a sparare a comando', says: 'Il bersaglio è un treno di spike, non una classe. Guarda le croci e i riquadri vuoti diventare spike pieni; il controllo non ci riesce.' },
    timing: { name: 'Tempi degli spike: chi perde il filo?', says: 'La rete liscia su cui scendono i gradienti surrogati spara in momenti diversi da quella reale. Poi scegli il metodo esatto e confronta le curve.' },
    targets: { name: 'Treni bersaglio', says: 'Ogni spike invertito abbassa la perdita in modo esatto; la perdita migliore non sale mai.' },
    gap: { name: 'Il divario', says: 'La forma rilassata dell\u2019articolo: l\u2019accuratezza ausiliaria arriva a 1 mentre la rete reale resta sotto il controllo.' },
    fits: { name: 'Dove la forma dell\u2019articolo si adatta', says: 'Centinaia di canali, pochi campioni: qui l\u2019accuratezza di addestramento sale davvero. Quella di prova resta sotto il controllo.' },
    surrogate: { name: 'Gradienti surrogati', says: 'Il riferimento sugli stessi dati: più iterazioni del metodo esatto, ciascuna meno costosa.' },
    control: { name: 'Il controllo', says: 'Si impara solo una lettura, in un\u2019iterazione: l\u2019asticella che ogni metodo deve superare.' },
    oneRound: { name: 'Un solo giro interno', says: 'K = 1 non tiene moltiplicatori: un surrogato rettangolare, precondizionato. Sulle spirali impara quanto K = 2.' },
    currentsOne: { name: 'Correnti costanti, K = 1', says: 'Margine piccolo e inerzia minima su Yin-Yang: con un giro interno 0,9 arriva entro una ventina di iterazioni.' },
    currentsTwo: { name: 'Correnti costanti, K = 2', says: 'La stessa impostazione con due giri interni vuole più del doppio delle iterazioni: qui l\u2019ADMM interno è d\u2019intralcio.' },
    depth1: { name: 'Uno strato nascosto', says: 'Quaranta neuroni sulle spirali: per 0,9 serve una quindicina di iterazioni.' },
    depth2: { name: 'Due strati nascosti', says: 'I costi di inversione scendono di due strati: confronta le attività e le mappe dei pesi.' },
    depth3: { name: 'Tre strati nascosti', says: 'Più in profondità ogni iterazione costa di più, ma non ne servono di più: 0,9 arriva all\u2019incirca quando arriva con uno strato.' },
    depth5: { name: 'Cinque strati nascosti', says: 'I prezzi arrivano ancora al primo di cinque strati: 0,9 entro una dozzina di iterazioni, e ogni strato spara.' },
    saccade2: { name: 'Cifre, due strati', says: 'Due strati nascosti sugli eventi della camera: confronta quanto spara ciascuno, e il controllo, che perde con la profondità.' },
    depthControl: { name: 'Cinque strati congelati', says: 'Il controllo affonda con la profondità: strati casuali perdono ciò che il campione era. Cinque strati addestrati no.' },
    dead: { name: 'Neuroni morti', says: 'Una partenza piccola e un margine stretto: quasi tutti i neuroni tacciono, troppo lontani dalla soglia per sentirne il richiamo, e così restano.' },
    woken: { name: 'Neuroni svegliati', says: 'La stessa partenza piccola con il margine abituale: i neuroni silenziosi sentono il richiamo della soglia, e quasi tutti si svegliano.' },
    saturated: { name: 'Neuroni saturi', says: 'Una partenza così grande che molti neuroni sparano sempre e non distinguono nulla; il lavoro lo fanno gli altri.' },
    exploding: { name: 'Potenziale che esplode', says: 'Passi una trentina di volte troppo lunghi: guarda |z| max crescere di oltre trenta volte. Le risposte restano giuste lo stesso.' },
    overflow: { name: 'Errore numerico', says: 'Quattro campioni, cento neuroni, nessuna inerzia: il problema dello strato non ha soluzione, e la pagina lo dice.' },
    rhoSmall: { name: '\u03c1 troppo piccolo', says: 'Violare la dinamica non costa nulla: le variabili dell\u2019ottimizzatore sono perfette, e la rete reale ammutolisce.' },
    rhoLarge: { name: '\u03c1 troppo grande', says: 'Conta solo la dinamica: nemmeno le variabili dell\u2019ottimizzatore imparano le etichette.' },
    inertia: { name: 'Troppa inerzia', says: 'Ci si aggrappa così forte ai vecchi pesi che la rete finisce sotto il controllo.' },
    flat: { name: 'Un surrogato troppo liscio', says: 'Una pendenza così piatta che per il gradiente gli spike contano appena: la perdita scende piano e la prova resta indietro.' },
    noise: { name: 'Rumore', says: 'I bracci si confondono: l\u2019addestramento resta sotto 1, la prova molto più sotto, con qualunque metodo.' },
    few: { name: 'Troppo pochi campioni', says: 'Venti campioni si imparano a memoria: addestramento 1, prova intorno a tre quarti.' },
    leak: { name: 'Nessuna memoria', says: 'Con \u03b4 = 0 un potenziale dimentica subito ogni passo, e la lettura vede solo l\u2019ultimo: si tira a caso.' },
    oneNeuron: { name: 'XOR, un neurone', says: 'Un neurone taglia il piano una volta sola: non va mai oltre il caso.' },
    twoNeurons: { name: 'XOR, due neuroni', says: 'Due tagli bastano, e danno molto più di due neuroni congelati.' },
  },

  table: {
    button: 'Tabella',
    label: (picture) => `Tabella: ${picture}`,
    layer: 'strato',
    neuron: 'neurone',
    times: 'spike ai passi di tempo',
    potential: 'potenziale',
    yes: 'sì',
    no: 'no',
    what: 'di',
    confused: (label, answer) => `classe ${label} letta come ${answer}`,
    most: 64,
  },

  lessons: {
    title: 'Per le lezioni',
    hint: 'Scegli che cosa mostra la pagina; il collegamento la apre così, con l\u2019esperimento che è aperto adesso.',
    how: 'Come si mostra',
    page: 'Pagina',
    pageHelp: 'La pagina com\u2019è qui.',
    embed: 'Incorporata',
    embedHelp: 'Senza la cornice della pagina, per un iframe in una lezione.',
    projector: 'Proiettore',
    projectorHelp: 'In grande, e solo ciò che guarda una classe.',
    panels: 'Riquadri',
    controls: 'Comandi',
    settings: 'Impostazioni',
    size: 'Dimensione del testo',
    sizes: { 100: 'normale', 125: 'grande', 150: 'molto grande' },
    tour: 'Visita',
    noTour: 'chiusa',
    link: 'Collegamento',
    frame: 'Codice di un iframe',
    copy: 'Copia',
    copied: 'È negli appunti.',
    selected: 'Gli appunti sono chiusi a questa pagina; il testo è selezionato.',
    wayOut: 'Apri in Heaviside',
    unknown: (name, known) => `Qui nulla si chiama \u00ab${name}\u00bb, quindi non si può nascondere; ci sono ${known.join(', ')}.`,
    noSize: (size) => `La dimensione del testo \u00ab${size}\u00bb non è fra 100, 125 e 150; al suo posto si usa 100.`,
    noLanguage: (lang) => `La pagina non parla ancora \u00ab${lang}\u00bb.`,
    names: {
      experiment: 'Tutto l\u2019esperimento',
      data: 'Dati',
      layers: 'Rete',
      optimiser: 'Ottimizzatore',
      task: 'Compito',
      solver: 'Risolutore',
      play: 'Avvia',
      reset: 'Da capo',
      block: 'Blocco',
      iteration: 'Iterazione',
      speed: 'Velocità',
      state: 'Iterazione e accuratezza',
      examples: 'Esempi',
      tours: 'Visita',
      lessons: 'Per le lezioni',
      share: 'Condividi',
      theme: 'Tema',
      language: 'Lingua',
      keys: 'Tasti',
      fullscreen: 'Schermo intero',
      health: 'Salute degli strati',
      exports: 'Tabella e CSV',
    },
  },

  tour: {
    place: (stop, all) => `Visita, tappa ${stop} di ${all}`,
    back: 'Indietro',
    next: 'Avanti',
    finish: 'Fine',
    skip: 'Lascia la visita',
    skipHelp: 'Lascia la visita; il suo pulsante la riprende da qui.',
    look: 'Vai lì',
    lookHelp: 'Spostati su ciò di cui parla questa tappa.',
    list: 'Tutte le tappe',
    done: 'Fatto. Avanti con la prossima.',
    stops: {
      spike: {
        title: 'Che cos\u2019è uno spike',
        says: ['Un neurone a spike somma ciò che riceve; il suo potenziale di membrana perde un poco a ogni passo di tempo. Quando supera la soglia \u03b8 (tratteggiata), il neurone manda uno spike e \u03b8 viene sottratta.', 'Lo spike è tutto ciò che lo strato seguente vede: 0 o 1, e quando.'],
        wish: 'Scegli un altro neurone o un altro campione.',
        done: 'Un altro potenziale, altri spike.',
      },
      step: {
        title: 'Perché non c\u2019è una derivata',
        says: ['L\u2019uscita è un gradino del potenziale: 0 sotto \u03b8, 1 sopra. Gira un poco un peso e di solito non succede nulla; giralo ancora un poco e dal nulla compare uno spike.', 'La pendenza è quindi 0 quasi ovunque e infinita alla soglia. La discesa del gradiente non ha dove scendere: questa mappa non addestrata non sa dire di quale peso sia la colpa.'],
      },
      surrogate: {
        title: 'Che cosa fanno i gradienti surrogati',
        says: ['La via d\u2019uscita abituale: si esegue in avanti la rete reale, ma al ritorno si finge che il gradino fosse una curva liscia. Funziona bene; però il gradiente è quello di un\u2019altra rete.'],
        wish: 'Premi Blocco finché si accende \u00aball\u2019indietro\u00bb, e leggi la sua equazione.',
        done: 'Eccolo: \u2248 sta dove dovrebbe esserci una derivata.',
      },
      variables: {
        title: 'Variabili proprie',
        says: ['ADMM non deriva il gradino. Dà a ogni spike a e a ogni potenziale z di ogni campione una variabile propria, e chiede le leggi della rete come vincoli fra di esse.', 'Così gli spike in cui crede l\u2019ottimizzatore e quelli che la rete emette possono differire: le celle colorate.'],
        wish: 'Premi Iterazione una volta.',
        done: 'Le celle colorate sono gli spike contesi.',
      },
      residuals: {
        title: 'Vincoli e residui',
        says: ['Un residuo dice di quanto un vincolo è violato: \u00abdinamica\u00bb per la legge del moto dei potenziali, \u00abspike\u00bb per gli spike che contraddicono il loro potenziale.', 'Quando tutti i residui sono 0, le variabili descrivono la rete reale.'],
        wish: 'Avvia, e metti in pausa dopo dieci iterazioni o più.',
        done: 'Guarda quanto sono piccoli, e che non sono 0.',
      },
      weights: {
        title: 'Un blocco: i pesi',
        says: ['Tutto insieme sarebbe difficile, quindi si muove un blocco di variabili per volta mentre le altre stanno ferme. Per i pesi restano semplici minimi quadrati, risolti in forma chiusa.', 'Questa è una rete minuscola, perché tu possa percorrerla.'],
        wish: 'Premi Blocco: W è il primo.',
        done: 'Il suo obiettivo prima e dopo sta sotto l\u2019equazione: qui non sale mai.',
      },
      branches: {
        title: 'Spike e potenziali',
        says: ['Gli spike a sono rilassati a numeri fra 0 e 1: un problema ridge, poi tagliato. I potenziali z incontrano il gradino stesso, e non è un guaio: sotto la soglia e sopra di essa il problema è una parabola. Si risolvono entrambe e si prende la meno costosa.'],
        wish: 'Premi Blocco finché si accende una z.',
        done: 'Quello era il gradino, minimizzato in modo esatto.',
      },
      multipliers: {
        title: 'Moltiplicatori',
        says: ['Una penalità da sola lascia un vincolo per sempre un po\u2019 violato. Il moltiplicatore \u03bb somma quanto manca ancora, e preme di più a ogni giro. La forma dell\u2019articolo ne ha uno, sull\u2019ultimo passo della lettura.'],
        wish: 'Premi Blocco finché si accende \u03bb.',
        done: '\u03bb si è mosso di \u03c1 per ciò che restava.',
      },
      gap: {
        title: 'Risolto, eppure no',
        says: ['Ora lascia andare la forma rilassata. Le sue variabili rispondono presto bene a ogni campione di addestramento. Ma ognuno di migliaia di passi può essere un po\u2019 violato, e insieme nascondono tutto l\u2019errore.', 'La rete eseguita in avanti con gli stessi pesi ne sa poco.'],
        wish: 'Avvia per venti iterazioni e confronta ausiliaria con addestramento.',
        done: 'Per quel divario questa pagina mostra entrambe.',
      },
      prices: {
        title: 'Spike esatti, e il loro prezzo',
        says: ['La nostra forma comincia ogni iterazione dalla rete reale eseguita in avanti, quindi nulla può nascondersi. Per ogni spike calcola in modo esatto quanto costerebbe o farebbe risparmiare alla fine invertirlo, e il moltiplicatore porta quel prezzo allo strato.'],
        wish: 'Premi Blocco finché si accende \u00abcosti di inversione\u00bb.',
        done: 'I numeri dicono quanti spike con un prezzo costano meno se invertiti.',
      },
      exact: {
        title: 'Guardala imparare',
        says: ['Ogni strato muove poi i suoi pesi perché i potenziali con un prezzo attraversino la soglia, con ADMM e moltiplicatori propri. Qui ciò che l\u2019ottimizzatore crede e ciò che la rete fa sono la stessa cosa.'],
        wish: 'Avvia finché l\u2019accuratezza di prova supera 0,9.',
        done: 'Non si è presa alcuna derivata del gradino.',
      },
      limits: {
        title: 'Limiti',
        says: ['Con un solo giro interno (K = 1) non resta alcun moltiplicatore, e il passo è quello di un surrogato rettangolare, precondizionato: le due strade si incontrano. La convergenza non è garantita; si conserva la rete migliore.', 'Questi sono problemi giocattolo. Il riferimento surrogato è altrettanto bravo quasi sempre, e costa meno per iterazione. Gli esempi mostrano dove ogni metodo fallisce.'],
      },
    },
  },
};

export default it;
