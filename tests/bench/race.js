/**
 * One case, several contestants, round by round: in a round each runs for one slice of time, so that whatever else the
 * machine does then falls on all of them. The fastest round counts: it is the one least disturbed.
 */
export class Race {
  #entrants;

  constructor(testCase, contestants) {
    this.testCase = testCase;
    this.#entrants = contestants.map((contestant) => ({ contestant, runs: 1, spent: 0, rounds: 0, best: 0 }));
  }

  /** Finds how many runs take about one slice; by then the code is warm. */
  async warmUp(slice) {
    for (const entrant of this.#entrants) {
      let seconds;
      while ((seconds = await entrant.contestant.time(this.testCase, entrant.runs)) < slice / 2) {
        entrant.runs *= Math.max(2, Math.min(10, Math.floor(slice / seconds)));
      }
      entrant.runs = Math.max(1, Math.round((entrant.runs * slice) / seconds));
    }
  }

  /** Where one run takes longer than a slice, three rounds are enough once the contestant's time is used up. */
  async round(slice, budget) {
    for (const entrant of this.#entrants) {
      if (entrant.rounds >= 3 && entrant.spent >= budget) {
        continue;
      }
      const seconds = await entrant.contestant.time(this.testCase, entrant.runs);
      entrant.rounds++;
      entrant.spent += seconds;
      entrant.best = Math.max(entrant.best, entrant.runs / seconds);
      entrant.runs = Math.max(1, Math.round((entrant.runs * slice) / seconds));
    }
    this.#entrants.push(this.#entrants.shift());
  }

  /** Runs a second, by contestant. */
  get results() {
    return Object.fromEntries(this.#entrants.map(({ contestant, best }) => [contestant.name, best]));
  }
}
