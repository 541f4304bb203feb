import { type Direction, isAside, type Point, type Port, portsOf, type StepEntry } from '../../document/index.ts';
import type { Translate } from '../../locales/index.ts';
import { isObject, type Json } from '@sagaloom/engine/core';
import { chip, node, type Size } from './geometry.ts';
import type { PortPlace } from './types.ts';

/** Where connections meet a card. `top` is where one comes in from a group's border above; the last two carry the way back. */
export function stepPorts(entry: StepEntry, direction: Direction, t: Translate): readonly PortPlace[] {
  const isDown = direction === 'down';
  const { width, height } = node;
  const inner: PortPlace[] = isDown
    ? [place('in', 'in', 'top', width / 2, 0, t('canvas.port.in'))]
    : [place('in', 'in', 'left', 0, height / 2, t('canvas.port.in')), place('top', 'hidden', 'top', width / 2, 0, '')];
  const back: PortPlace[] = isDown
    ? [place('undo', 'hidden', 'right', width, height / 2, '')]
    : [
        place('undo', 'hidden', 'bottom', width / 2, height, ''),
        place('back', 'hidden', 'bottom', width / 2, height, ''),
      ];
  return [...inner, ...outPorts(entry, direction, node, { x: width / 2, y: height / 2 }, t), ...back];
}

export function groupPorts(
  entry: StepEntry,
  direction: Direction,
  size: Size,
  first: Point,
  last: Point,
  t: Translate,
): readonly PortPlace[] {
  const isDown = direction === 'down';
  const inPort = isDown
    ? place('in', 'in', 'top', first.x, 0, t('canvas.port.in'))
    : place('in', 'in', 'left', 0, first.y, t('canvas.port.in'));
  const entrance = isDown
    ? place('entry', 'hidden', 'bottom', first.x, 0, '')
    : place('entry', 'hidden', 'right', 0, first.y, '');
  return [
    inPort,
    entrance,
    place('top', 'hidden', 'top', first.x, 0, ''),
    ...outPorts(entry, direction, size, last, t),
  ];
}

export function lanePorts(firstY: number): readonly PortPlace[] {
  return [place('entry', 'hidden', 'right', 0, firstY, '')];
}

export function chipPorts(): readonly PortPlace[] {
  return [
    place('up', 'hidden', 'top', chip.width / 2, 0, ''),
    place('left', 'hidden', 'left', 0, chip.height / 2, ''),
    place('right', 'hidden', 'right', chip.width, chip.height / 2, ''),
  ];
}

function outPorts(entry: StepEntry, direction: Direction, size: Size, at: Point, t: Translate): readonly PortPlace[] {
  const isDown = direction === 'down';
  const ports = portsOf(entry.step);
  const main = ports.filter((port) => !isAside(port));
  const aside = ports.filter(isAside);
  return [
    ...main.map((port, index) => {
      const share = main.length === 1 ? null : (index + 1) / (main.length + 1);
      const x = share === null ? at.x : size.width * share;
      const y = share === null ? at.y : size.height * share;
      const label = portLabel(entry, port, t);
      return isDown
        ? place(port, 'out', 'bottom', x, size.height, label)
        : place(port, 'out', 'right', size.width, y, label);
    }),
    ...aside.map((port, index) => {
      const label = portLabel(entry, port, t);
      return isDown
        ? place(port, 'aside', 'right', size.width, size.height - 7 - index * 14, label)
        : place(port, 'aside', 'bottom', size.width - 12 - index * 14, size.height, label);
    }),
  ];
}

/** Ends of the ways in from above and back; all other hidden ports are beginnings. */
const targets: ReadonlySet<string> = new Set(['top', 'undo', 'right']);

function place(
  id: string,
  kind: PortPlace['kind'],
  side: PortPlace['side'],
  x: number,
  y: number,
  label: string,
): PortPlace {
  return { id, kind, side, x, y, label, isTarget: kind === 'in' || targets.has(id) };
}

export function portLabel(entry: StepEntry, port: Port, t: Translate): string {
  if (port === 'next') return t('canvas.port.next');
  if (port === 'otherwise' || port === 'timeout') return t(`canvas.port.${port}`);
  const [kind, index] = port.split(':');
  const list = entry.step[kind === 'branch' ? 'branches' : 'catch'];
  const clause = Array.isArray(list) ? (list as readonly Json[])[Number(index)] : undefined;
  if (kind === 'branch') return branchLabel(clause, Number(index), t);
  return t('canvas.port.catch', { errors: errorsText(clause) });
}

/** The words on a connection; the plain way on has none. */
export function edgeWords(entry: StepEntry, port: Port, t: Translate): string | null {
  if (port === 'next') return null;
  if (!port.startsWith('catch')) return portLabel(entry, port, t);
  const clauses = entry.step.catch;
  return errorsText(Array.isArray(clauses) ? (clauses as readonly Json[])[Number(port.split(':')[1])] : undefined);
}

function branchLabel(clause: Json | undefined, index: number, t: Translate): string {
  if (isObject(clause) && typeof clause.name === 'string' && clause.name !== '') return clause.name;
  if (isObject(clause) && typeof clause.when === 'string') return clause.when.replace(/^\{%\s*|\s*%\}$/g, '');
  return t('canvas.port.branch', { number: index + 1 });
}

function errorsText(clause: Json | undefined): string {
  const errors = isObject(clause) && Array.isArray(clause.errors) ? (clause.errors as readonly Json[]) : ['*'];
  return errors.filter((error) => typeof error === 'string').join(', ');
}
