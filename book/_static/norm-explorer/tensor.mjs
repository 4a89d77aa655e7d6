// The tensor (batch, sequence, features) and its arithmetic. Samples, tokens and features count from 0, as NumPy does.

export const START = [ // shape (2, 5, 4)
  [[9.9, 3.6, 0.4, -1.2], [11.5, 20.2, 0.9, -0.3], [2.7, 2.7, 0.1, 0.8], [20.8, 12.7, 0.6, 1.4], [0.3, 10.4, 0.2, -0.6]],
  [[-3.1, 6, 1.4, 2.1], [4.4, -8.2, 1.1, 0.2], [7.9, 1.5, 1.8, -1.9], [-6, 3.3, 1.2, 0.7], [2.2, 9.1, 1.6, -0.4]],
];
export const SAMPLES = 2, FEATURES = 4, LONGEST = 8, START_LENGTH = START[0].length;

// For each norm, whether the number at [b, l, f] is averaged together with that at [B, L, F].
const TOGETHER = {
  instance: ([b, , f], [B, , F]) => b === B && f === F,
  batch: ([, , f], [, , F]) => f === F,
  layer: ([b, l], [B, L]) => b === B && l === L,
  image: ([b], [B]) => b === B,
  group: ([b, , f], [B, , F], width) => b === B && Math.floor(f / width) === Math.floor(F / width),
  rms: ([b, l], [B, L]) => b === B && l === L,
  cumulative: ([b, l, f], [B, L, F]) => b === B && f === F && l <= L,
};

// Of a state: its places in the order of the table.
export const places = ({ x }) => x.flatMap((sample, b) => sample.flatMap((token, l) => token.map((_, f) => [b, l, f])));
export const at = (x, [b, l, f]) => x[b][l][f];
export const isSame = (place, other) => place.join() === other.join();

// The places averaged together to normalize the number at `place`; of what a mask covers, none.
export function together(state, place) {
  const width = FEATURES / state.groups;
  return places(state).filter((each) => state.mask[each[0]][each[1]] && TOGETHER[state.norm](each, place, width));
}

const average = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / (numbers.length || 1);

// The statistics of numbers averaged together, in two passes; RMS subtracts no mean.
export function statistics(numbers, norm) {
  const mean = norm === "rms" ? 0 : average(numbers);
  return { count: numbers.length, mean, variance: average(numbers.map((number) => (number - mean) ** 2)) };
}

// What becomes of the number at `place`, step by step: the input, without its mean, divided, and after γ and β.
export function steps(state, place, stats) {
  const [b, l, f] = place;
  if (!state.mask[b][l]) return [at(state.x, place), 0, 0, 0];
  const centred = at(state.x, place) - stats.mean, scaled = centred / Math.sqrt(stats.variance + state.eps);
  return [at(state.x, place), centred, scaled, state.gamma[f] * scaled + state.beta[f]];
}

// For every place: its statistics, and the steps of its number.
export function normalized(state) {
  return places(state).map((place) => {
    const stats = statistics(together(state, place).map((each) => at(state.x, each)), state.norm);
    return { place, stats, steps: steps(state, place, stats) };
  });
}
