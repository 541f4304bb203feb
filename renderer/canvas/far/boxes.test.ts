import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Draft,
  type EditableObject,
  findStep,
  outlineOf,
  ownPlaces,
  placeAll,
  previewEdit,
  removeSteps,
  addNote,
  addStep,
  moveInto,
  setCollapsed,
} from '../../document/index.ts';
import { translate as t } from '../../locales/index.ts';
import { bigDefinition } from '../bench/definition.ts';
import { absolutePositions } from '../hit.ts';
import { layOutLarge } from '../layout/large.ts';
import { sceneOf } from '../scene/scene.ts';
import type { Scene } from '../scene/types.ts';
import { boxesOf } from './boxes.ts';
import { endsOf } from './ends.ts';

const kinds = ['insert', 'copy', 'remove', 'move', 'into', 'collapse', 'note', 'other file', 'name'] as const;
const edit = fc.record({ kind: fc.constantFrom(...kinds), at: fc.nat(300), to: fc.nat(300) });
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(draft: EditableObject, { kind, at, to }: Edit, fresh: string): void {
  const outline = outlineOf(draft);
  const ids = [...outline.steps.keys()];
  const blocks = [...outline.blocks.keys()];
  const [id, block] = [ids[at % ids.length] ?? '', blocks[to % blocks.length] ?? ''];
  const place = { x: 40 + 7 * to, y: 60 + 5 * at };
  if (kind === 'insert')
    addStep(draft, fresh, { type: 'task' }, { kind: 'after', origin: { kind: 'step', step: id, port: 'next' } });
  else if (kind === 'copy')
    addStep(draft, fresh, { type: 'parallel', branches: { a: {}, b: {} } }, { kind: 'loose', block });
  else if (kind === 'remove') removeSteps(draft, [id]);
  else if (kind === 'move') placeAll(draft, { [id]: place });
  else if (kind === 'into' && outline.blocks.get(block)?.owner !== id) moveInto(draft, [id], block);
  else if (kind === 'collapse') setCollapsed(draft, id, at % 2 === 0, place);
  else if (kind === 'note')
    addNote(draft, { id: fresh, ...place, width: 90, height: 40, text: '', colour: 'sand', step: to % 2 ? id : null });
  else if (kind === 'name') Object.assign(findStep(draft, id)?.step ?? {}, { name: fresh });
}

function drawn(document: Draft, byHand: boolean): Scene {
  const { positions, routes } = layOutLarge(outlineOf(document));
  const places = byHand ? { positions: { ...positions, ...ownPlaces(document) } } : { positions, routes };
  return sceneOf({ document, ...places, overlay: null, problems: new Map(), t });
}

/** By the names of all, from scratch. */
function readAnew({ nodes, edges, ...rest }: Scene) {
  const at = absolutePositions({ nodes, edges, ...rest });
  const numberOf = new Map(nodes.map(({ id }, number) => [id, number]));
  const ends = (end: 'source' | 'target') => edges.map((edge) => numberOf.get(edge[end]) ?? -1);
  return {
    x: nodes.map(({ id }) => at.get(id)?.x),
    y: nodes.map(({ id }) => at.get(id)?.y),
    width: nodes.map(({ width }) => width),
    height: nodes.map(({ height }) => height),
    parent: nodes.map(({ parentId }) => numberOf.get(parentId ?? '') ?? -1),
    from: ends('source'),
    to: ends('target'),
  };
}

function readAfter(scene: Scene) {
  const { x, y, width, height, parent } = boxesOf(scene);
  const { from, to } = endsOf(scene);
  return {
    x: [...x],
    y: [...y],
    width: [...width],
    height: [...height],
    parent: [...parent],
    from: [...from],
    to: [...to],
  };
}

test('where everything is after edits is what somebody finds who reads it all anew', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(edit, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 8 }), (edits) => {
      let document = bigDefinition(70, 'mixed');
      for (const [index, [one, byHand, isAsked]] of edits.entries()) {
        document =
          one.kind === 'other file'
            ? bigDefinition(30 + one.at / 2, one.to % 2 ? 'flat' : 'mixed')
            : previewEdit(document, (draft) => edited(draft, one, `fresh${index}`));
        const scene = drawn(document, byHand);
        // Of some scenes only the nodes are asked for.
        if (isAsked) boxesOf(scene);
        else expect(readAfter(scene)).toEqual(readAnew(scene));
      }
      const scene = drawn(document, true);
      expect(readAfter(scene)).toEqual(readAnew(scene));
    }),
    { numRuns: 60 },
  );
});
