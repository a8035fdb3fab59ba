// The dialog that says what to compare with: a second run, or a sweep of one setting.
import { el, unique } from '../dom.js';
import { words as en } from '../strings/words.js';

/** Values to start a sweep from. @param {import('../types.d.ts').Field} field @param {import('../types.d.ts').Opened} opened @param {string[]} choices */
function suggested(field, opened, choices) {
  const now = opened.start[field.key];
  if (field.kind === 'choice') return choices.slice(0, 8).join(', ');
  if (field.kind === 'layers') return '10, 20, 50, 50-50';
  const value = Number(now);
  if (field.key === 'seed') return [0, 1, 2, 3].map((i) => value + i).join(', ');
  const [low, high] = [field.min ?? 0, field.max ?? 1];
  const fits = (/** @type {number} */ v) => Number(Math.min(high, Math.max(low, field.kind === 'integer' ? Math.round(v) : v)).toPrecision(3));
  // Settings are compared by their ratios; those that end at one, or may be zero, by their differences.
  const values = value === 0 ? [0, 0.05, 0.1, 0.2].map((v) => (field.kind === 'integer' ? Math.round(v * 400) : v)) : high < 1.5 ? [value / 2, value * 0.8, value, (value + high) / 2] : field.kind === 'integer' ? [value / 2, value, value * 2, value * 4] : [value / 10, value, value * 10, value * 100];
  return [...new Set(values.map(fits))].join(', ');
}

/**
 * @param {import('../types.d.ts').Catalogue} catalogue
 * @param {{ compare: (change: { with?: string, sweep?: string }) => Promise<void> }} host rejects with what is wrong
 */
export function compareDialog(catalogue, host) {
  const s = en.compare;
  /** @type {import('../types.d.ts').Opened | null} */ let opened = null;
  const root = el('dialog', { class: 'sheet compare-with', id: 'compare-with', 'aria-label': s.dialog });
  root.addEventListener('click', (event) => {
    if (event.target === root) root.close();
  });
  const nameOf = (/** @type {string} */ key) => (key === 'solver' ? en.settings.solver : key === 'hidden' ? en.settings.network : (en.fields[key]?.label ?? key));

  /** @param {import('../types.d.ts').Field} field */
  function choicesOf(field) {
    if (field.key === 'encoder') return catalogue.tasks.find(({ value }) => value === opened?.start.task)?.encoders ?? [];
    return field.choices ?? [];
  }

  /** One half of the dialog. @param {string} kind @param {string} title @param {string} valueName @param {string} valueHelp @param {string} action */
  function form(kind, title, valueName, valueHelp, action) {
    const [whatId, valueId] = [unique('field'), unique('field')];
    const what = el('select', { id: whatId, 'data-what': kind, help: kind === 'with' ? s.whatHelp : s.valuesHelp });
    const choice = el('select', { id: valueId, 'data-value': kind, help: valueHelp });
    const text = el('input', { id: valueId, type: 'text', autocomplete: 'off', spellcheck: 'false', 'data-value': kind, help: valueHelp });
    const holder = el('span', {}, text);
    const wrong = el('p', { class: 'complaint', role: 'alert', hidden: true });
    const go = el('button', { type: 'submit', class: 'primary', text: action });
    const element = el(
      'form',
      { class: 'group', 'data-kind': kind },
      el('h3', { text: title }),
      el('div', { class: 'fields' }, el('div', { class: 'field' }, el('label', { for: whatId, text: s.what }), what), el('div', { class: 'field' }, el('label', { for: valueId, text: valueName }), holder)),
      wrong,
      go,
    );
    const field = () => catalogue.fields.find(({ key }) => key === what.value);
    function fill() {
      const now = field();
      if (!now || !opened) return;
      wrong.hidden = true;
      const choices = choicesOf(now);
      if (kind === 'with' && now.kind === 'choice') {
        const own = String(opened.start[now.key]);
        choice.replaceChildren(...choices.filter((one) => one !== own).map((one) => el('option', { value: one, text: now.key === 'solver' ? (en.solvers[one]?.name ?? one) : (en.encoders[one]?.name ?? one) })));
        if (now.key === 'solver' && own !== 'surrogate') choice.value = 'surrogate';
        holder.replaceChildren(choice);
        return;
      }
      const all = suggested(now, opened, choices);
      const values = all.split(', ');
      const mine = String(opened.start[now.key]);
      text.value = kind === 'sweep' ? all : now.kind === 'layers' ? '20' : (values.filter((v) => v !== mine).at(1) ?? mine);
      holder.replaceChildren(text);
    }
    what.addEventListener('change', fill);
    element.addEventListener('submit', async (event) => {
      event.preventDefault();
      const now = field();
      if (!now) return;
      const given = (kind === 'with' && now.kind === 'choice' ? choice.value : text.value).replace(/\s/g, '');
      try {
        await host.compare({ [kind]: `${now.key}:${given}` });
        root.close();
      } catch (error) {
        wrong.textContent = error instanceof Error ? error.message : String(error);
        wrong.hidden = false;
      }
    });
    return {
      element,
      open() {
        const fields = catalogue.fields.filter((one) => one.key !== 'task' && opened && one.key in opened.start && !(one.kind === 'choice' && choicesOf(one).length < 2));
        const before = what.value;
        const groups = /** @type {const} */ (['optimiser', 'network', 'data']).map((group) => {
          const list = el('optgroup', { label: en.settings[group] });
          list.append(...fields.filter((one) => one.group === group).map((one) => el('option', { value: one.key, text: nameOf(one.key) })));
          return list;
        });
        what.replaceChildren(...groups);
        const first = kind === 'with' ? 'solver' : ['mu', 'rho', 'lr', 'gain'].find((key) => opened && key in opened.start);
        what.value = fields.some(({ key }) => key === before) ? before : (first ?? 'solver');
        fill();
      },
    };
  }
  const forms = [form('with', s.sideTitle, s.value, s.valueHelp, s.go), form('sweep', s.sweepTitle, s.values, s.valuesHelp, s.goSweep)];
  root.append(el('header', {}, el('h2', { text: s.dialog }), el('button', { type: 'button', text: en.bar.close, onclick: () => root.close() })), ...forms.map(({ element }) => element), el('p', { class: 'hint', text: s.linked }));
  return {
    root,
    show() {
      for (const one of forms) one.open();
      root.showModal();
    },
    /** @param {import('../types.d.ts').Opened} next */
    open(next) {
      opened = next;
    },
  };
}
