/** Draws a workflow from an empty canvas with keyboard and mouse alone: what a person would do, step by step, until the file says it. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { drawing } from '../designer.ts';
import { expect } from '../served.ts';
import { Form, inspector } from './inspector.ts';
import { at, blocksOf, differences, type Fields, inOrder, isFields, type Path, type Value } from './values.ts';

/** Names in the list of steps to add; an activity has a name of its own there. */
const kinds: Readonly<Record<string, string>> = {
  choice: 'Choice',
  parallel: 'Parallel',
  map: 'Map',
  wait: 'Wait',
  receive: 'Receive signal',
  emit: 'Send signal or event',
  child: 'Start a workflow',
  set: 'Set variables',
  saga: 'Saga',
  try: 'Try',
  fail: 'Fail',
  succeed: 'Succeed',
  continueAsNew: 'Continue as new',
};

const activities: Readonly<Record<string, string>> = {
  http: 'HTTP request',
  openapi: 'OpenAPI operation',
  grpc: 'gRPC call',
  sql: 'SQL',
  publish: 'Publish',
  file: 'File',
  script: 'Script',
  transform: 'Convert data',
  shell: 'Shell command',
  log: 'Log',
};

export class Hand {
  readonly #page: Page;
  readonly #file: string;

  /** `file`: where the drawing is saved. */
  constructor(page: Page, file: string) {
    this.#page = page;
    this.#file = file;
  }

  async draw(wanted: Fields): Promise<void> {
    await this.#block(wanted, []);
    await this.#connections(wanted);
    await this.#deselect();
    await this.#agree(
      wanted,
      [],
      (path) => path.length > 0 && !['steps', 'start', 'ui', '$schema', 'format'].includes(path[0] ?? ''),
    );
  }

  async saved(): Promise<Fields> {
    await this.#page.keyboard.press('Control+s');
    await expect(this.#page.getByRole('button', { name: /, unsaved$/ })).toHaveCount(0);
    return JSON.parse(readFileSync(this.#file, 'utf8')) as Fields;
  }

  /** All steps of a block, one after the other, each filled in as it comes. */
  async #block(block: Fields, path: Path): Promise<void> {
    const steps = isFields(block['steps']) ? block['steps'] : {};
    for (const id of inOrder(block)) {
      const step = steps[id];
      if (!isFields(step)) continue;
      // oxlint-disable-next-line no-await-in-loop -- a hand draws one after the other
      await this.#add(id, step, [...path, 'steps', id]);
    }
  }

  /** After the step that is chosen, or into the empty block of the group that is. */
  async #add(id: string, step: Fields, path: Path): Promise<void> {
    const page = this.#page;
    await drawing(page).focus();
    await page.keyboard.press('a');
    const list = page.getByRole('dialog').getByRole('combobox');
    await list.fill(nameOf(step));
    await page
      .getByRole('option')
      .filter({ hasText: nameOf(step) })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await inspector(page).getByRole('textbox', { name: 'Id', exact: true }).waitFor();
    await this.#name(id);
    await this.#shape(step, path);
    await this.#agree(step, path, (field) => isOwn(step, field));
    for (const [name, inner] of blocksOf(step)) {
      const block = at(step, inner);
      // oxlint-disable-next-line no-await-in-loop
      await this.#choose(id);
      // oxlint-disable-next-line no-await-in-loop
      if (isFields(block)) await this.#block(block, [...path, ...inner]);
      expect(name).not.toBe('');
    }
    await this.#choose(id);
  }

  async #name(id: string): Promise<void> {
    const field = inspector(this.#page).getByRole('textbox', { name: 'Id', exact: true });
    await field.fill(id);
    await field.press('Enter');
    // The drawing may be laid out anew, and the step be out of sight: the inspector stays with it.
    await expect(inspector(this.#page).locator('code').first()).toHaveText(id);
  }

  /** What decides which blocks there are: branches by name, a last part. */
  async #shape(step: Fields, path: Path): Promise<void> {
    if (step['type'] === 'parallel' && isFields(step['branches'])) await this.#branches(Object.keys(step['branches']));
    if (isFields(step['finally'])) await new Form(this.#page, path).set(['finally'], true, step);
  }

  async #branches(names: readonly string[]): Promise<void> {
    const form = inspector(this.#page);
    const cells = form.getByRole('textbox', { name: /^Id: / });
    for (let have = await cells.count(); have < names.length; have += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await form.getByRole('button', { name: 'Add a branch' }).click();
    }
    for (const [index, name] of names.entries()) {
      const cell = cells.nth(index);
      // oxlint-disable-next-line no-await-in-loop
      if ((await cell.inputValue()) === name) continue;
      // oxlint-disable-next-line no-await-in-loop
      await cell.fill(name);
      // oxlint-disable-next-line no-await-in-loop
      await cell.press('Enter');
    }
  }

  /** Fills in what the file does not say yet, and looks again: three times at most. */
  async #agree(wanted: Fields, path: Path, counts: (field: Path) => boolean): Promise<void> {
    const form = new Form(this.#page, path);
    let left: readonly Path[] = [];
    for (let round = 0; round < 4; round += 1) {
      // oxlint-disable-next-line no-await-in-loop
      left = differences(at(await this.saved(), path), wanted).filter(counts);
      if (left.length === 0) return;
      form.look();
      for (const field of left) {
        // oxlint-disable-next-line no-await-in-loop
        await form.set(field, at(wanted, field), wanted);
      }
    }
    throw new Error(`${path.join('/')} differs at ${left.map((field) => field.join('/')).join(', ')}`);
  }

  /** Each way on that the chain of adding did not give. */
  async #connections(block: Fields, path: Path = []): Promise<void> {
    const steps = isFields(block['steps']) ? block['steps'] : {};
    for (const [id, step] of Object.entries(steps)) {
      if (!isFields(step)) continue;
      // oxlint-disable-next-line no-await-in-loop
      await this.#ways(id, step, [...path, 'steps', id]);
      for (const [, inner] of blocksOf(step)) {
        const held = at(step, inner);
        // oxlint-disable-next-line no-await-in-loop
        if (isFields(held)) await this.#connections(held, [...path, 'steps', id, ...inner]);
      }
    }
  }

  async #ways(id: string, step: Fields, path: Path): Promise<void> {
    const is = at(await this.saved(), path);
    const ways = differences(is, step).filter((field) => isWay(step, field));
    for (const field of ways) {
      const target = at(step, field);
      // oxlint-disable-next-line no-await-in-loop
      await this.#choose(id);
      // oxlint-disable-next-line no-await-in-loop
      if (field[0] === 'next') await this.#lead(id, target);
      // oxlint-disable-next-line no-await-in-loop
      else await new Form(this.#page, path).set(field, target, step);
    }
  }

  /** By mouse from the port of a step to another; by keyboard to nowhere. */
  async #lead(id: string, target: Value | undefined): Promise<void> {
    const page = this.#page;
    if (typeof target !== 'string') {
      await this.#node(id).focus();
      await page.keyboard.press('x');
      return;
    }
    await drawing(page).focus();
    await page.keyboard.press('Shift+1');
    await this.#node(id).hover({ position: { x: 60, y: 12 } });
    const [from, to] = [await centre(this.#node(id).getByTitle('Next step').first()), await centre(this.#node(target))];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 12 });
    await page.mouse.up();
  }

  #node(id: string): Locator {
    return drawing(this.#page).locator(`.react-flow__node[data-id="${id}"]`);
  }

  /** By the list of steps: where a step is drawn does not matter then. */
  async #choose(id: string): Promise<void> {
    const node = this.#node(id);
    if ((await node.count()) === 0) {
      await drawing(this.#page).focus();
      await this.#page.keyboard.press('Shift+1');
    }
    await node.focus();
    await this.#page.keyboard.press('Space');
    await expect(inspector(this.#page).locator('code').first()).toHaveText(id);
  }

  async #deselect(): Promise<void> {
    await drawing(this.#page).focus();
    await this.#page.keyboard.press('Escape');
    await expect(inspector(this.#page).getByRole('tab', { name: 'General' })).toBeVisible();
  }
}

function nameOf(step: Fields): string {
  const { type, activity } = step;
  if (typeof type !== 'string') throw new Error('a step without a type');
  if (type !== 'task') return kinds[type] ?? type;
  return (typeof activity === 'string' ? activities[activity] : undefined) ?? 'Your code';
}

/** Ways on are drawn, not filled in. */
function isWay(step: Fields, [first = '', , third]: Path): boolean {
  if (first === 'next' || first === 'otherwise' || first === 'onTimeout') return true;
  return (first === 'catch' || (first === 'branches' && step['type'] === 'choice')) && third === 'next';
}

/** A field of the step itself: not a way on, and nothing of the blocks it holds. */
function isOwn(step: Fields, field: Path): boolean {
  const [first = '', second = '', third = ''] = field;
  if (first === 'type' || first === 'start' || first === 'steps' || isWay(step, field)) return false;
  if (first === 'finally') return second !== '' && second !== 'start' && second !== 'steps';
  if (first === 'branches' && step['type'] === 'parallel')
    return third !== '' && third !== 'start' && third !== 'steps';
  return true;
}

async function centre(part: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('it is not on the screen');
  return { x: box.x + box.width / 2, y: box.y + Math.min(20, box.height / 2) };
}
