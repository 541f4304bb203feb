/** Filling in the inspector as a person does: a tab, a field, what it is to say. */
import type { Locator, Page } from '@playwright/test';
import { type Fields, isFields, isList, type Path, pointerOf, type Value } from './values.ts';

export const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });

const stepTabs: readonly (readonly [pattern: RegExp, tab: string])[] = [
  [/^\/(retry|timeouts|taskQueue)(\/|$)/, 'Retry and time'],
  [/^\/(compensate|compensateOn|pivot|readOnly)(\/|$)/, 'Undo'],
  [/^\/catch(\/|$)/, 'Errors'],
];

const workflowTabs: readonly (readonly [pattern: RegExp, tab: string])[] = [
  [/^\/(input|output|returns|ui)(\/|$)/, 'Data'],
  [/^\/(variables|config|searchAttributes)(\/|$)/, 'Variables'],
  [/^\/(signals|queries|updates)(\/|$)/, 'Messages'],
  [/^\/(triggers|concurrencyKey)(\/|$)/, 'Starts'],
];

/** One form: a step's, or the workflow's own. */
export class Form {
  readonly #page: Page;
  readonly #base: Path;
  /** Fields that were filled in as a whole since `look` was called. */
  #whole = new Set<string>();

  constructor(page: Page, base: Path) {
    this.#page = page;
    this.#base = base;
  }

  /** From now on, nothing is known to be filled in. */
  look(): void {
    this.#whole = new Set();
  }

  /** Makes a field say something; `undefined` empties it. */
  async set(path: Path, value: Value | undefined, whole: Fields): Promise<void> {
    await this.#turnTo(path);
    await this.#prepare(path, whole);
    if (path[0] === 'triggers' && path[2] === 'type') return; // chosen with whatever else is said of it
    await this.#open();
    for (let length = path.length; length > 0; length -= 1) {
      const row = this.#row(path.slice(0, length));
      // oxlint-disable-next-line no-await-in-loop
      if ((await row.count()) === 0) continue;
      // oxlint-disable-next-line no-await-in-loop
      await this.#fill(row, path.slice(0, length), path.slice(length), value, whole);
      return;
    }
    throw new Error(`The inspector has no field for ${pointerOf(path)}`);
  }

  async #turnTo(path: Path): Promise<void> {
    const pointer = pointerOf(path);
    const tabs = this.#base.length > 0 ? stepTabs : workflowTabs;
    const name =
      tabs.find(([pattern]) => pattern.test(pointer))?.[1] ?? (this.#base.length > 0 ? 'Configure' : 'General');
    const tab = inspector(this.#page).getByRole('tab', { name: new RegExp(`^${name}`) });
    if ((await tab.count()) > 0 && (await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  /** What must be there before its fields are: a rule, a clause, an undo, a declaration. */
  async #prepare(path: Path, whole: Fields): Promise<void> {
    const [first = '', second = ''] = path;
    if (first === 'compensate') await this.#compensate(whole);
    if (path.includes('retry')) await this.#grow(path.slice(0, path.indexOf('retry') + 1), 'Add a rule', whole);
    if (first === 'catch') await this.#grow(['catch'], 'Add a clause', whole);
    if (first === 'branches' && whole['type'] === 'choice') await this.#grow(['branches'], 'Add a branch', whole);
    const adds: Readonly<Record<string, string>> = {
      signals: 'Add a signal',
      queries: 'Add a query',
      updates: 'Add an update',
      triggers: 'Add a trigger',
      searchAttributes: 'Add an attribute',
    };
    const add = adds[first];
    if (add !== undefined && this.#base.length === 0) await this.#declare(first, second, add);
    if (first === 'config' && this.#base.length === 0) await this.#declareConfig(second);
    if (first === 'concurrencyKey') await this.#pressIfThere('Limit runs at once');
    await this.#choices(path, whole);
  }

  /** Where one of two is said, the other goes. */
  async #choices(path: Path, whole: Fields): Promise<void> {
    const [first = '', second = ''] = path;
    if (whole['type'] === 'wait' && first === 'until') await this.#choose('Until', 'until');
    if (whole['type'] === 'emit' && first === 'event') await this.#choose('What', 'event');
    if (first === 'triggers') {
      const triggers = whole['triggers'];
      const trigger = isFields(triggers) ? triggers[second] : undefined;
      if (isFields(trigger)) await this.#chooseIn(this.#card('triggers', second), textOf(trigger['type']));
    }
    if (first === 'compensate' && second === 'workflow') await this.#choose('Undone by', 'workflow');
    if (first === 'join' && second === 'count') await this.#select(this.#row(['join']), 'count');
  }

  async #compensate(whole: Fields): Promise<void> {
    if (isFields(whole['compensate'])) await this.#pressIfThere('Add an undo');
  }

  async #grow(path: Path, add: string, whole: Fields): Promise<void> {
    const list = path.reduce<Value | undefined>((value, key) => (isFields(value) ? value[key] : undefined), whole);
    const wanted = isList(list) ? list.length : 0;
    await this.#open();
    const holder = path.at(-1) === 'retry' ? this.#row(path) : inspector(this.#page);
    const cards =
      path.at(-1) === 'retry' ? 'Remove the rule' : path[0] === 'catch' ? 'Remove the clause' : 'Remove the branch';
    for (let have = await holder.getByRole('button', { name: cards }).count(); have < wanted; have += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await holder.getByRole('button', { name: add }).click();
    }
  }

  async #declare(kind: string, name: string, add: string): Promise<void> {
    const known = inspector(this.#page).locator(`[data-pointer^="/${kind}/${name}/"]`);
    if ((await known.count()) > 0) return;
    await inspector(this.#page).getByRole('button', { name: add }).click();
    const stem =
      { signals: 'signal', queries: 'query', updates: 'update', triggers: 'trigger', searchAttributes: 'attribute' }[
        kind
      ] ?? '';
    const fresh = inspector(this.#page)
      .getByRole('textbox', { name: new RegExp(`^Name: ${stem}\\d*$`) })
      .last();
    await fresh.fill(name);
    await fresh.press('Enter');
  }

  async #declareConfig(name: string): Promise<void> {
    const known = inspector(this.#page).getByRole('textbox', { name: `Name: ${name}`, exact: true });
    if ((await known.count()) > 0) return;
    await inspector(this.#page).getByRole('textbox', { name: 'NEW_SETTING' }).fill(name);
    await this.#page.keyboard.press('Enter');
  }

  #card(kind: string, name: string): Locator {
    const field = this.#page.locator(`[data-pointer^="/${kind}/${name}/"]`);
    return inspector(this.#page).locator('[class*=_card_]').filter({ has: field }).last();
  }

  #row(path: Path): Locator {
    const pointer = pointerOf([...this.#base, ...path]);
    return inspector(this.#page)
      .locator(`[data-pointer="${pointer.replaceAll('"', '\\"')}"]`)
      .last();
  }

  /** Parts that are folded away, and fields that are seldom used. */
  async #open(): Promise<void> {
    const form = inspector(this.#page);
    const closed = form.locator('button[aria-expanded=false][aria-controls]:not([aria-haspopup]):not([role=tab])');
    for (let left = 30; left > 0 && (await closed.count()) > 0; left -= 1) {
      // oxlint-disable-next-line no-await-in-loop
      await closed.first().click();
    }
    const more = form.getByRole('button', { name: /more fields?$/ });
    for (let left = 10; left > 0 && (await more.count()) > 0; left -= 1) {
      // oxlint-disable-next-line no-await-in-loop
      await more.first().click();
    }
  }

  /** `rest`: how far inside the row the value stands; it is then one of a table, or a part of a JSON text. */
  async #fill(row: Locator, path: Path, rest: Path, value: Value | undefined, whole: Fields): Promise<void> {
    if (rest.length === 0 && (await this.#simple(row, value))) return;
    const [key] = rest;
    const table = row.getByRole('button', { name: /^Add: / });
    if ((await table.count()) > 0) {
      if (key !== undefined) return this.#pair(row, key, deep({}, rest.slice(1), value));
      for (const [name, held] of Object.entries(isFields(value) ? value : {})) await this.#pair(row, name, held);
      return;
    }
    if (this.#whole.has(pointerOf(path))) return;
    this.#whole.add(pointerOf(path));
    const all = path.reduce<Value | undefined>(
      (held, part) => (isFields(held) ? held[part] : isList(held) ? held[Number(part)] : undefined),
      whole,
    );
    await this.#json(row, all);
  }

  /** True where the row is one control that takes the value as it is. */
  async #simple(row: Locator, value: Value | undefined): Promise<boolean> {
    const isSwitch = (await row.getByRole('switch').count()) === 1;
    if (isSwitch) {
      const wanted = value !== undefined && value !== false && value !== 'completed';
      const control = row.getByRole('switch');
      if ((await control.isChecked()) !== wanted) await row.locator('label').first().click();
      return true;
    }
    if (
      (await row.locator('button[aria-haspopup=listbox]').count()) > 0 &&
      (await row.locator('.cm-content, textarea').count()) === 0
    ) {
      await this.#select(row, value === undefined ? ':end' : textOf(value));
      return true;
    }
    const field = row.locator('input:not([type=hidden]):not([aria-hidden=true]), textarea').first();
    const own = await row.evaluate((element) => (element instanceof HTMLInputElement ? 'input' : 'row'));
    if (own === 'input') {
      await row.fill(textOf(value));
      return true;
    }
    if ((await row.locator('.cm-content').count()) > 0) {
      if (typeof value === 'string' && value.startsWith('{%')) await this.#type(row, value);
      else await this.#json(row, value);
      return true;
    }
    if ((await field.count()) === 0 || (await row.getByRole('button', { name: /^Add: / }).count()) > 0) return false;
    await field.fill(isList(value) ? value.map(String).join(', ') : textOf(value));
    // What begins as an expression goes on in an editor of its own.
    if (typeof value !== 'string' || !value.startsWith('{%')) await field.press('Tab');
    return true;
  }

  async #pair(row: Locator, name: string, value: Value | undefined): Promise<void> {
    const cell = row.getByRole('textbox', { name: new RegExp(`^[^:]+: ${escaped(name)}$`) });
    if (value === undefined) {
      await row.getByRole('button', { name: `Remove ${name}`, exact: true }).click();
      return;
    }
    if ((await cell.count()) === 0) {
      await row.getByRole('button', { name: /^Add: / }).click();
      const fresh = row.getByRole('textbox').nth(-2);
      await fresh.fill(name);
      await fresh.press('Enter');
    }
    const held = cell.last();
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if ((await held.getAttribute('class'))?.includes('cm-content') === true) await this.#typeInto(held, text);
    else {
      await held.fill(text);
      if (!text.startsWith('{%')) await held.press('Tab');
    }
  }

  async #json(row: Locator, value: Value | undefined): Promise<void> {
    const asJson = row.getByRole('button', { name: 'JSON', exact: true });
    if ((await asJson.count()) > 0 && (await asJson.first().getAttribute('aria-pressed')) !== 'true')
      await asJson.first().click();
    const isExpression = typeof value === 'string' && value.startsWith('{%');
    await this.#type(row, value === undefined ? '' : isExpression ? value : JSON.stringify(value, null, 2));
  }

  async #type(row: Locator, text: string): Promise<void> {
    const editor = row.locator('.cm-content').first();
    if ((await editor.count()) > 0) return this.#typeInto(editor, text);
    await row.locator('textarea, input').first().fill(text);
  }

  async #typeInto(editor: Locator, text: string): Promise<void> {
    await editor.click();
    await this.#page.keyboard.press('Control+a');
    if (text === '') await this.#page.keyboard.press('Delete');
    else await this.#page.keyboard.insertText(text);
    await this.#page.keyboard.press('Escape');
    await editor.blur();
  }

  async #select(row: Locator, value: string): Promise<void> {
    await row.locator('button[aria-haspopup=listbox]').first().click();
    await this.#pick(value);
  }

  #option(value: string): Locator {
    return this.#page.locator(`[data-trigger=Select] [data-key="${value}"]`);
  }

  async #pick(value: string): Promise<void> {
    await this.#page.locator('[data-trigger=Select] [role=option]').first().waitFor();
    const [plain, quoted] = [this.#option(value), this.#option(JSON.stringify(value).replaceAll('"', '\\"'))];
    if ((await plain.count()) > 0) await plain.click();
    else if ((await quoted.count()) > 0) await quoted.click();
    else await this.#page.keyboard.press('Escape');
    await this.#page.locator('[data-trigger=Select] [role=option]').first().waitFor({ state: 'detached' });
  }

  async #choose(label: string, value: string): Promise<void> {
    const button = inspector(this.#page).locator('button[aria-haspopup=listbox]').filter({ visible: true });
    for (let index = 0; index < (await button.count()); index += 1) {
      const one = button.nth(index);
      // oxlint-disable-next-line no-await-in-loop
      await one.click();
      const option = this.#option(value);
      // oxlint-disable-next-line no-await-in-loop
      if ((await option.count()) > 0) {
        // oxlint-disable-next-line no-await-in-loop
        await option.click();
        return;
      }
      // oxlint-disable-next-line no-await-in-loop
      await this.#page.keyboard.press('Escape');
    }
    throw new Error(`Nothing offers ${label}: ${value}`);
  }

  async #chooseIn(card: Locator, value: string): Promise<void> {
    const button = card.locator('button[aria-haspopup=listbox]').first();
    await button.click();
    await this.#pick(value);
  }

  async #pressIfThere(name: string): Promise<void> {
    const button = inspector(this.#page).getByRole('button', { name, exact: true });
    if ((await button.count()) > 0) await button.click();
  }
}

const textOf = (value: Value | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const deep = (_: Fields, path: Path, value: Value | undefined): Value | undefined =>
  path.reduceRight<Value | undefined>((held, key) => (held === undefined ? undefined : { [key]: held }), value);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
