// Where labels go so that none covers another. Lengths are in pixels along a line.

const GAP = 8;

/**
 * @param {number} left
 * @param {number} size
 * @param {number} width of all there is
 */
function inside(left, size, width) {
  return Math.max(0, Math.min(left, width - size));
}

/**
 * Labels like flags, each to the right of its pole, or as far right as there is room. A flag flies above those further
 * right that begin beneath it, so that it covers neither them nor their poles.
 *
 * @param {readonly { at: number, size: number }[]} flags
 * @param {number} width
 * @returns {{ left: number, lane: number }[]} in the order of the flags; lane 0 is the lowest
 */
export function placeFlags(flags, width) {
  const places = flags.map(({ at, size }) => ({ left: inside(at, size, width), right: 0, lane: 0 }));
  places.forEach((place, index) => {
    place.right = place.left + (flags[index]?.size ?? 0) + GAP;
  });
  const fromRight = [...places].sort((a, b) => b.left - a.left);
  fromRight.forEach((place, count) => {
    const under = fromRight.slice(0, count).filter(({ left }) => left < place.right);
    place.lane = under.reduce((lane, other) => Math.max(lane, other.lane + 1), 0);
  });
  return places;
}

/**
 * The labels of the two ends of a bar, above it: one begins at its left end, the other ends at its right end. They are
 * pushed apart if the bar is short.
 *
 * @param {{ from: number, to: number, sizes: readonly [left: number, right: number], width: number }} bar
 * @returns {{ lefts: [number, number], lines: 1 | 2 }} two lines if one has no room for both
 */
export function placeEnds({ from, to, sizes: [first, second], width }) {
  const lefts = /** @type {[number, number]} */ ([inside(from, first, width), inside(to - second, second, width)]);
  if (lefts[0] + first + GAP <= lefts[1]) {
    return { lefts, lines: 1 };
  }
  const together = first + GAP + second;
  if (together > width) {
    // Each on its own line, and the second not to the left of the first.
    return { lefts: [lefts[0], Math.max(lefts[1], inside(from, second, width))], lines: 2 };
  }
  const left = inside((from + to - together) / 2, together, width);
  return { lefts: [left, left + first + GAP], lines: 1 };
}

/**
 * Labels centred on their ticks, without those that would touch the previous one or leave the picture.
 *
 * @param {readonly { at: number, size: number }[]} labels from left to right
 * @param {number} width
 * @returns {(number | null)[]} the left edge of each, null if it is left out
 */
export function placeTicks(labels, width) {
  let taken = -Infinity;
  return labels.map(({ at, size }) => {
    const left = inside(at - size / 2, size, width);
    if (size === 0 || size > width || left < taken) {
      return null;
    }
    taken = left + size + GAP;
    return left;
  });
}
