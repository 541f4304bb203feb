/** A rectangle of the drawing, in px at 100 %. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rectangles by number: one array a side. */
export interface Rectangles {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly width: Float64Array;
  readonly height: Float64Array;
}

/** Finds rectangles by place. */
export interface Grid {
  /** Numbers of those that touch an area, in their order. */
  readonly within: (area: Area) => readonly number[];
}

const smallestCell = 1_024;
const mostCells = 65_536;
/** What covers more cells than this is looked at each time instead of standing in all of them. */
const mostCellsEach = 64;

/** After an edit few questions are asked before the next; from then on a grid pays. */
const asksBeforeGrid = 4;

/** The first questions look at all there is, which costs less than a grid; then one is built, and asking costs what is found. */
export function gridOf(rectangles: Rectangles): Grid {
  let asked = 0;
  let built: Grid | null = null;
  return {
    within: (area) => {
      asked += 1;
      if (asked <= asksBeforeGrid) return scanned(rectangles, area);
      built ??= builtOf(rectangles);
      return built.within(area);
    },
  };
}

function scanned(rectangles: Rectangles, area: Area): readonly number[] {
  const found: number[] = [];
  for (let item = 0; item < rectangles.x.length; item += 1) if (touches(item, rectangles, area)) found.push(item);
  return found;
}

function touches(item: number, { x, y, width, height }: Rectangles, area: Area): boolean {
  const [left, top] = [x[item] ?? 0, y[item] ?? 0];
  return (
    left <= area.x + area.width &&
    top <= area.y + area.height &&
    left + (width[item] ?? 0) >= area.x &&
    top + (height[item] ?? 0) >= area.y
  );
}

/** One pass over what there is. */
function builtOf(rectangles: Rectangles): Grid {
  const count = rectangles.x.length;
  const frame = frameOf(rectangles);
  const wide: number[] = [];
  const starts = new Uint32Array(frame.columns * frame.rows + 1);
  for (let item = 0; item < count; item += 1) {
    const cells = cellsOf(item, rectangles, frame);
    if (cells.count > mostCellsEach) wide.push(item);
    else eachCell(cells, frame, (cell) => (starts[cell + 1] = (starts[cell + 1] ?? 0) + 1));
  }
  for (let cell = 1; cell < starts.length; cell += 1) starts[cell] = (starts[cell] ?? 0) + (starts[cell - 1] ?? 0);
  const items = new Uint32Array(starts.at(-1) ?? 0);
  const filled = starts.slice();
  for (let item = 0; item < count; item += 1) {
    const cells = cellsOf(item, rectangles, frame);
    if (cells.count > mostCellsEach) continue;
    eachCell(cells, frame, (cell) => {
      items[filled[cell] ?? 0] = item;
      filled[cell] = (filled[cell] ?? 0) + 1;
    });
  }
  return { within: finder({ rectangles, frame, wide, starts, items }) };
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
}

function frameOf({ x, y, width, height }: Rectangles): Frame {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let item = 0; item < x.length; item += 1) {
    left = Math.min(left, x[item] ?? 0);
    top = Math.min(top, y[item] ?? 0);
    right = Math.max(right, (x[item] ?? 0) + (width[item] ?? 0));
    bottom = Math.max(bottom, (y[item] ?? 0) + (height[item] ?? 0));
  }
  if (x.length === 0) return { left: 0, top: 0, cell: smallestCell, columns: 1, rows: 1 };
  const [across, down] = [right - left + 1, bottom - top + 1];
  const most = Math.max(across, down) / mostCells;
  const cell = Math.max(smallestCell, Math.sqrt((across * down) / mostCells), most);
  return { left, top, cell, columns: Math.ceil(across / cell), rows: Math.ceil(down / cell) };
}

interface Cells {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly count: number;
}

function cellsIn({ x, y, width, height }: Area, { left, top, cell, columns, rows }: Frame): Cells {
  const within = (value: number, most: number): number => Math.max(0, Math.min(most - 1, Math.floor(value / cell)));
  const [first, last] = [within(x - left, columns), within(x + width - left, columns)];
  const [upper, lower] = [within(y - top, rows), within(y + height - top, rows)];
  return { left: first, top: upper, right: last, bottom: lower, count: (last - first + 1) * (lower - upper + 1) };
}

function cellsOf(item: number, { x, y, width, height }: Rectangles, frame: Frame): Cells {
  const area = { x: x[item] ?? 0, y: y[item] ?? 0, width: width[item] ?? 0, height: height[item] ?? 0 };
  return cellsIn(area, frame);
}

function eachCell({ left, top, right, bottom }: Cells, { columns }: Frame, visit: (cell: number) => void): void {
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) visit(row * columns + column);
  }
}

interface Built {
  readonly rectangles: Rectangles;
  readonly frame: Frame;
  readonly wide: readonly number[];
  /** By cell: where its items begin. */
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
}

function finder({ rectangles, frame, wide, starts, items }: Built): Grid['within'] {
  const asked = new Uint32Array(rectangles.x.length);
  let question = 0;
  return (area) => {
    question += 1;
    const found: number[] = [];
    const take = (item: number): void => {
      if (asked[item] === question) return;
      asked[item] = question;
      if (touches(item, rectangles, area)) found.push(item);
    };
    for (const item of wide) take(item);
    eachCell(cellsIn(area, frame), frame, (cell) => {
      for (let at = starts[cell] ?? 0; at < (starts[cell + 1] ?? 0); at += 1) take(items[at] ?? 0);
    });
    return found.toSorted((a, b) => a - b);
  };
}
