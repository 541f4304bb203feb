// Whatever the compiler says of a document that can be open is said in the inspector: by a field, or above the fields.
import { faults } from '../../engine/core/compile/testing/faults/index.ts';
import { knownHere } from '../../engine/core/compile/testing/known.ts';
import { diagnose, type DiagnosticCode, diagnosticCodes, isObject } from '@sagaloom/engine/core';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { checkAgainst, diagnosticsNow, openDocument, select } from '../document/index.ts';
import { Inspector } from './Inspector.tsx';

afterEach(cleanup);

const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];
const cases = codes.flatMap((code) =>
  faults[code].flatMap(({ source, pointer, step, says }, index) =>
    typeof source === 'string' || !isObject(source)
      ? []
      : [{ code, index: index + 1, document: source, pointer, step, says }],
  ),
);

/** A second step of an id is drawn by the first of it: the list of problems tells of it, and its fix renames it. */
const elsewhere: ReadonlySet<string> = new Set(['STEP_DUPLICATE']);

const parts = (): readonly Element[] => [
  ...globalThis.document.querySelectorAll(
    '[data-form] button[aria-expanded=false][aria-controls]:not([aria-haspopup])',
  ),
];

function allWords(): string {
  let words = '';
  for (let index = 0; index < Math.max(1, screen.queryAllByRole('tab').length); index += 1) {
    const tab = screen.queryAllByRole('tab')[index];
    if (tab) fireEvent.click(tab);
    for (let closed = parts(); closed.length > 0; closed = parts()) fireEvent.click(closed[0]!);
    words += globalThis.document.body.textContent ?? '';
  }
  return words;
}

test.each(cases.filter(({ code }) => !elsewhere.has(code)))(
  '$code ($index) at $pointer',
  async ({ document, step, says }) => {
    checkAgainst(knownHere);
    const id = openDocument({ path: null, etag: null, document });
    select(id, { steps: step === null ? [] : [step] });
    render(<Inspector />);
    const wanted = diagnose(document, { activities: knownHere }).map(({ message }) => message);
    await act(async () => {
      await expect.poll(() => diagnosticsNow(id).map(({ message }) => message)).toEqual(wanted);
    });
    // A field shows the gravest of what is wrong with it: the others come when it is right.
    const shown = allWords();
    expect(wanted.includes(says)).toBe(true);
    expect(shown.includes(says) || wanted.some((other) => other !== says && shown.includes(other))).toBe(true);
  },
);
