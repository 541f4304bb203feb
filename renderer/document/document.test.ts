import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Draft, EditableObject } from './draft.ts';
import { outlineOf } from './outline.ts';
import {
  addStep,
  clipOf,
  connect,
  moveInto,
  parseClip,
  pasteSteps,
  placeAll,
  refusalOf,
  removeSteps,
  renameStep,
} from './operations/index.ts';
import { freshId, takenIds } from './ids.ts';
import { portsOf, targetOf } from './ports.ts';
import { writeAt } from './pointer.ts';
import {
  editDocument,
  editText,
  findDocument,
  isBroken,
  isDirty,
  lastEdit,
  markSaved,
  openDocument,
  redo,
  undo,
  useDocuments,
} from './store.ts';
import { parseSource } from './source/source.ts';
import { commentsLost, printDocument, textOf } from './text.ts';

const order: Draft = {
  format: 'sagaloom/v1',
  name: 'order',
  start: 'check',
  steps: {
    check: { type: 'task', activity: 'http', next: 'place' },
    place: {
      type: 'saga',
      start: 'reserve',
      steps: {
        reserve: { type: 'task', activity: 'http', next: 'charge' },
        charge: { type: 'task', activity: 'http', with: { id: '{% steps.reserve.output.id %}' }, next: 'ship' },
        ship: { type: 'task', activity: 'http', with: { a: '{% steps.`charge`.output & steps.charged %}' } },
      },
      next: 'notify',
    },
    notify: { type: 'choice', branches: [{ when: '{% true %}', next: 'check' }], otherwise: 'end' },
    end: { type: 'succeed' },
  },
};

const open = (document: Draft = order) => openDocument({ path: null, etag: null, document });
const documentOf = (id: string): Draft => findDocument(id)!.document;
const edit = (id: string, recipe: (draft: EditableObject) => void, squash?: string) =>
  editDocument(id, { kind: 'set' }, recipe, squash ? { squash } : {});
const stepOf = (document: Draft, id: string) => outlineOf(document).steps.get(id)!.step;

beforeEach(() => useDocuments.setState({ documents: [], activeId: null }));

const parcels: Draft = {
  start: 'each',
  steps: {
    each: {
      type: 'map',
      items: '{% input.orders %}',
      start: 'wait',
      steps: {
        wait: { type: 'receive', signal: 'paid', timeout: '2h', onTimeout: 'late', next: 'ship' },
        ship: { type: 'child', workflow: 'parcel', input: '{% steps.wait.output %}' },
        late: { type: 'emit', event: 'late', payload: '{% item %}' },
      },
      next: 'again',
    },
    again: { type: 'continueAsNew' },
  },
};

describe('maps, and steps that wait for others', () => {
  test('the body of a map is a block: its steps are found, moved out, and healed behind', () => {
    const id = open(parcels);
    expect(outlineOf(parcels).blocks.get('each/body')).toMatchObject({
      owner: 'each',
      stepIds: ['wait', 'ship', 'late'],
    });
    edit(id, (draft) => moveInto(draft, ['wait'], ''));
    expect(stepOf(documentOf(id), 'each').start).toBe('ship');
    expect(stepOf(documentOf(id), 'wait')).toEqual({ type: 'receive', signal: 'paid', timeout: '2h' });
  });

  test('onTimeout is a connection like others: renamed, cut and healed with them', () => {
    const id = open(parcels);
    edit(id, (draft) => renameStep(draft, 'late', 'given-up'));
    expect(stepOf(documentOf(id), 'wait').onTimeout).toBe('given-up');
    edit(id, (draft) => removeSteps(draft, ['given-up']));
    expect(stepOf(documentOf(id), 'wait')).not.toHaveProperty('onTimeout');
    expect(refusalOf(outlineOf(parcels), { kind: 'step', step: 'wait', port: 'timeout' }, 'ship')).toBeNull();
    expect(refusalOf(outlineOf(parcels), { kind: 'step', step: 'wait', port: 'timeout' }, 'again')).toBe('otherBlock');
    edit(id, (draft) => connect(draft, { kind: 'step', step: 'wait', port: 'timeout' }, 'ship'));
    expect(stepOf(documentOf(id), 'wait').onTimeout).toBe('ship');
  });

  test('ports are those that lead somewhere: no timeout without a time limit, none after continue-as-new', () => {
    expect(portsOf({ type: 'receive', signal: 'paid' })).toEqual(['next']);
    expect(portsOf({ type: 'receive', timeout: '1h', catch: [{}] })).toEqual(['next', 'timeout', 'catch:0']);
    expect(portsOf({ type: 'continueAsNew' })).toEqual([]);
    expect(portsOf({ type: 'child', catch: [{}] })).toEqual(['next', 'catch:0']);
  });

  test('a copy of a map has ids of its own inside, and its connections follow', () => {
    const id = open(parcels);
    edit(id, (draft) => void pasteSteps(draft, clipOf(parcels, ['each']), ''));
    expect(outlineOf(documentOf(id)).blocks.get('each2/body')?.stepIds).toEqual(['wait2', 'ship2', 'late2']);
    expect(stepOf(documentOf(id), 'wait2')).toMatchObject({ onTimeout: 'late2', next: 'ship2' });
    expect(stepOf(documentOf(id), 'ship2').input).toBe('{% steps.wait2.output %}');
  });

  test('removing a map takes what it holds along, and its places', () => {
    const id = open({ ...parcels, ui: { steps: { each: { x: 1, y: 1 }, wait: { x: 2, y: 2 } } } });
    edit(id, (draft) => removeSteps(draft, ['each']));
    expect(documentOf(id)).toEqual({ start: 'again', steps: { again: { type: 'continueAsNew' } } });
  });
});

describe('edits', () => {
  test('a new step on a connection comes between its two ends', () => {
    const id = open();
    edit(id, (draft) =>
      addStep(
        draft,
        'log',
        { type: 'task', activity: 'log' },
        { kind: 'after', origin: { kind: 'step', step: 'reserve', port: 'next' } },
      ),
    );
    expect(stepOf(documentOf(id), 'reserve').next).toBe('log');
    expect(stepOf(documentOf(id), 'log').next).toBe('charge');
    expect(outlineOf(documentOf(id)).steps.get('log')!.block).toBe('place/body');
  });

  test('the first step of an empty block is its start', () => {
    const id = open({ format: 'sagaloom/v1', name: 'empty', start: '', steps: {} });
    edit(id, (draft) => addStep(draft, 'a', { type: 'set', assign: {} }, { kind: 'loose', block: '' }));
    expect(documentOf(id).start).toBe('a');
    expect(Object.keys(documentOf(id))).toEqual(['format', 'name', 'start', 'steps']);
  });

  test('deleting a step heals the chain, and the start', () => {
    const id = open();
    edit(id, (draft) => removeSteps(draft, ['charge', 'check']));
    expect(stepOf(documentOf(id), 'reserve').next).toBe('ship');
    expect(documentOf(id).start).toBe('place');
    expect(stepOf(documentOf(id), 'notify').branches).toEqual([{ when: '{% true %}', next: 'place' }]);
  });

  test('renaming follows connections and expressions, and nothing that only looks like it', () => {
    const id = open();
    edit(id, (draft) => renameStep(draft, 'charge', 'take-money'));
    expect(stepOf(documentOf(id), 'reserve').next).toBe('take-money');
    expect(stepOf(documentOf(id), 'ship').with).toEqual({ a: '{% steps.`take-money`.output & steps.charged %}' });
    expect(outlineOf(documentOf(id)).blocks.get('place/body')!.stepIds).toEqual(['reserve', 'take-money', 'ship']);
  });

  test('a step that moves to another block leaves a whole chain behind and takes no stray connection along', () => {
    const id = open();
    edit(id, (draft) => moveInto(draft, ['check'], 'place/body'));
    expect(documentOf(id).start).toBe('place');
    expect(stepOf(documentOf(id), 'check').next).toBeUndefined();
    expect(outlineOf(documentOf(id)).steps.get('check')!.block).toBe('place/body');
  });

  test('copies get ids of their own, and what refers to them follows', () => {
    const id = open();
    const clip = parseClip(JSON.stringify(clipOf(order, ['place', 'reserve'])))!;
    edit(id, (draft) => void pasteSteps(draft, clip, ''));
    const copy = outlineOf(documentOf(id));
    expect(copy.blocks.get('place2/body')!.stepIds).toEqual(['reserve2', 'charge2', 'ship2']);
    expect(stepOf(documentOf(id), 'charge2').with).toEqual({ id: '{% steps.reserve2.output.id %}' });
    expect(stepOf(documentOf(id), 'charge2').next).toBe('ship2');
  });

  test('a connection that would leave its block is refused', () => {
    const outline = outlineOf(order);
    expect(refusalOf(outline, { kind: 'step', step: 'check', port: 'next' }, 'ship')).toBe('otherBlock');
    expect(refusalOf(outline, { kind: 'step', step: 'check', port: 'next' }, 'check')).toBe('itself');
    expect(refusalOf(outline, { kind: 'step', step: 'end', port: 'next' }, 'check')).toBe('noPort');
    expect(refusalOf(outline, { kind: 'step', step: 'check', port: 'next' }, 'end')).toBeNull();
  });

  test('a removed field takes the objects along that it leaves empty', () => {
    const id = open();
    edit(id, (draft) => writeAt(draft, ['steps', 'check', 'timeouts', 'startToClose'], '5s'));
    expect(stepOf(documentOf(id), 'check').timeouts).toEqual({ startToClose: '5s' });
    edit(id, (draft) => writeAt(draft, ['steps', 'check', 'timeouts', 'startToClose'], undefined));
    expect('timeouts' in stepOf(documentOf(id), 'check')).toBe(false);
  });
});

describe('history', () => {
  test('typing is one edit, and undo goes back before it', () => {
    const id = open();
    for (const name of ['o', 'or', 'ord']) edit(id, (draft) => writeAt(draft, ['name'], name), 'name');
    expect(findDocument(id)!.history.done).toHaveLength(1);
    undo(id);
    expect(documentOf(id)).toEqual(order);
    redo(id);
    expect(documentOf(id).name).toBe('ord');
  });

  test('the file is clean again when undo or redo comes back to what was saved', () => {
    const id = open();
    edit(id, (draft) => writeAt(draft, ['name'], 'a'), 'name');
    markSaved(id, { path: 'a.saga.json', etag: '1', at: 0, edit: lastEdit(findDocument(id)!.history) });
    edit(id, (draft) => writeAt(draft, ['name'], 'ab'), 'name');
    expect(isDirty(findDocument(id)!)).toBe(true);
    undo(id);
    expect(isDirty(findDocument(id)!)).toBe(false);
    undo(id);
    expect(isDirty(findDocument(id)!)).toBe(true);
    redo(id);
    expect(isDirty(findDocument(id)!)).toBe(false);
  });

  test('any edits, undone, give the original to the last character; redone, the result', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(8), fc.nat(99), fc.nat(99)), { maxLength: 12 }), (choices) => {
        useDocuments.setState({ documents: [], activeId: null });
        const id = open();
        for (const [kind, a, b] of choices) randomEdit(id, kind, a, b);
        const result = printDocument(documentOf(id));
        expectSound(documentOf(id));
        while (undo(id));
        expect(printDocument(documentOf(id))).toBe(printDocument(order));
        while (redo(id));
        expect(printDocument(documentOf(id))).toBe(result);
      }),
      { numRuns: 300 },
    );
  });
});

function randomEdit(id: string, kind: number, a: number, b: number): void {
  const outline = outlineOf(documentOf(id));
  const ids = [...outline.steps.keys()];
  const blocks = [...outline.blocks.keys()];
  const step = ids[a % Math.max(1, ids.length)] ?? 'none';
  const other = ids[b % Math.max(1, ids.length)] ?? 'none';
  const block = blocks[b % blocks.length] ?? '';
  const fresh = freshId('new', takenIds(outline));
  const recipes: readonly ((draft: EditableObject) => void)[] = [
    (draft) => addStep(draft, fresh, { type: 'task', activity: 'http' }, { kind: 'loose', block }),
    (draft) =>
      addStep(
        draft,
        fresh,
        { type: 'saga', steps: {} },
        { kind: 'after', origin: { kind: 'step', step, port: 'next' } },
      ),
    (draft) => removeSteps(draft, [step]),
    (draft) => removeSteps(draft, [step, other]),
    (draft) => renameStep(draft, step, fresh),
    (draft) => void pasteSteps(draft, clipOf(documentOf(id), [step, other]), block),
    (draft) => placeAll(draft, { [step]: { x: a, y: b } }),
    (draft) => {
      if (!outline.steps.get(step)?.blocks.includes(block) && block === '') moveInto(draft, [step], block);
    },
    (draft) => {
      if (refusalOf(outline, { kind: 'step', step, port: 'next' }, other) === null)
        connect(draft, { kind: 'step', step, port: 'next' }, other);
    },
  ];
  edit(id, recipes[kind % recipes.length]!);
}

/** Ids are unique, and no connection leaves its block. */
function expectSound(document: Draft): void {
  const { blocks, steps } = outlineOf(document);
  const all = [...blocks.values()].flatMap(({ block }) => Object.keys((block.steps ?? {}) as object));
  expect(new Set(all).size).toBe(all.length);
  for (const { step, block } of steps.values()) {
    const within = blocks.get(block)!.stepIds;
    for (const port of portsOf(step)) expect([null, ...within]).toContain(targetOf(step, port));
  }
}

describe('files', () => {
  const text =
    '{ "format" : "sagaloom/v1",\r\n\t"name":"a", // of a\r\n\t"start": "x", "steps":{ "x": {"type":"succeed"} } }\r\n\r\n';
  const openText = () => {
    const opened = parseSource(text);
    if (!opened.ok) throw new Error(opened.problem);
    return openDocument({ path: 'a.saga.json', etag: '1', document: opened.source.document, source: opened.source });
  };

  test('undone, every edit gives the file as it was opened, letter by letter, across saving; redone, it is there again', () => {
    const id = openText();
    edit(id, (draft) => addStep(draft, 'y', { type: 'wait', for: '1s' }, { kind: 'loose', block: '' }));
    const withStep = textOf(findDocument(id)!);
    expect(withStep).toContain('"name":"a", // of a');
    markSaved(id, { path: 'a.saga.json', etag: '2', at: 0, edit: lastEdit(findDocument(id)!.history) });
    edit(id, (draft) => removeSteps(draft, ['x', 'y']));
    undo(id);
    expect(textOf(findDocument(id)!)).toBe(withStep);
    undo(id);
    expect(textOf(findDocument(id)!)).toBe(text);
    redo(id);
    expect(textOf(findDocument(id)!)).toBe(withStep);
  });

  test('the text is edited like the drawing: undo takes it back, spaces and all, and what did not change stays the same object', () => {
    const id = openText();
    const x = stepOf(documentOf(id), 'x');
    const typed = text.replace('"a"', '"b"').replace('\r\n\r\n', '\n');
    expect(editText(id, typed).ok).toBe(true);
    expect(documentOf(id)['name']).toBe('b');
    expect(stepOf(documentOf(id), 'x')).toBe(x);
    expect(textOf(findDocument(id)!)).toBe(typed);
    edit(id, (draft) => writeAt(draft, ['name'], 'c'));
    expect(textOf(findDocument(id)!)).toBe(typed.replace('"b"', '"c"'));
    undo(id);
    undo(id);
    expect(textOf(findDocument(id)!)).toBe(text);
    redo(id);
    expect(textOf(findDocument(id)!)).toBe(typed);
    expect(editText(id, typed.replace('\n', '\n\n')).ok).toBe(true);
    expect(isDirty(findDocument(id)!)).toBe(true);
    expect(documentOf(id)['name']).toBe('b');
  });

  test('a text that cannot be read is kept as typed, over the drawing as it was; only the text can be edited then', () => {
    const id = openText();
    const was = documentOf(id);
    for (const broken of ['{', '{ "nam', 'nothing']) {
      expect(editText(id, broken).ok).toBe(false);
      expect(textOf(findDocument(id)!)).toBe(broken);
      expect(documentOf(id)).toBe(was);
    }
    expect([isBroken(findDocument(id)!), isDirty(findDocument(id)!)]).toEqual([true, true]);
    edit(id, (draft) => writeAt(draft, ['name'], 'c'));
    expect(documentOf(id)).toBe(was);
    undo(id);
    expect([textOf(findDocument(id)!), isDirty(findDocument(id)!)]).toEqual([text, false]);
    redo(id);
    expect(textOf(findDocument(id)!)).toBe('nothing');
    expect(editText(id, text.replace('"a"', '"b"')).ok).toBe(true);
    expect([documentOf(id)['name'], isBroken(findDocument(id)!)]).toEqual(['b', false]);
  });

  test('a text that is typed back to what it was is not edited', () => {
    const id = openText();
    editText(id, text.replace('"a"', '"ab"'));
    editText(id, text);
    expect([isDirty(findDocument(id)!), findDocument(id)!.history.done]).toEqual([false, []]);
    edit(id, (draft) => writeAt(draft, ['name'], 'c'));
    const drawn = textOf(findDocument(id)!);
    editText(id, drawn.replace('"c"', '"d"'));
    editText(id, drawn);
    expect(findDocument(id)!.history.done).toHaveLength(1);
    expect(findDocument(id)!.history.undone).toHaveLength(1);
    editText(id, drawn.replace('"c"', '"d"'));
    expect(findDocument(id)!.history.done).toHaveLength(2);
  });

  test('comments that an edit takes away are known before they are gone', () => {
    const id = openText();
    edit(id, (draft) => writeAt(draft, ['name'], undefined));
    expect(commentsLost(findDocument(id)!)).toEqual(['// of a']);
  });

  test('keys keep their order, the drawing comes last', () => {
    const text = '{\n  "ui": {\n    "direction": "down"\n  },\n  "name": "a",\n  "format": "sagaloom/v1"\n}\n';
    const opened = parseSource(text);
    expect(opened.ok && printDocument(opened.source.document)).toBe(
      '{\n  "name": "a",\n  "format": "sagaloom/v1",\n  "ui": {\n    "direction": "down"\n  }\n}\n',
    );
  });

  test('a half-drawn file opens; what is no JSON object does not', () => {
    expect(parseSource('{"steps":[1,null],"start":7}').ok).toBe(true);
    expect(outlineOf({ steps: [1, null], start: 7 }).steps.size).toBe(0);
    expect(outlineOf({ steps: { a: null, b: { type: 'parallel', branches: 3 } } }).steps.size).toBe(1);
    expect(parseSource('[]')).toMatchObject({ ok: false, problem: 'NotAnObject' });
    expect(parseSource('{').ok).toBe(false);
  });
});
