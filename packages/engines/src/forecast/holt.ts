/**
 * Damped trend (Holt with Gardner and McKenzie's damping) on log(1 + x): growth is multiplicative and never negative.
 * Source: Gardner & McKenzie (1985), Forecasting trends in time series, Management Science 31; Hyndman et al.,
 * Forecasting: Principles and Practice, 3rd ed., §8.2.
 */
export interface Fit {
  /** log(1 + forecast), by year ahead */
  path: number[];
  alpha: number;
  beta: number;
  phi: number;
}

/**
 * Fits by least squares of one-step errors over a grid; α and β run over `steps` values, φ over three.
 * Short series leave the trend nearly undetermined: a small penalty on β and on (1 − φ)'s opposite keeps it modest.
 */
export function dampedTrend(values: readonly number[], horizon: number, steps: number, damping: number): Fit {
  const y = values.map((x) => Math.log1p(Math.max(0, x)));
  const n = y.length;
  if (n === 0) return { path: new Array<number>(horizon).fill(0), alpha: 1, beta: 0, phi: 1 };
  let best: Fit & { score: number } = {
    path: [],
    alpha: 1,
    beta: 0,
    phi: 0.8,
    score: Number.POSITIVE_INFINITY,
  };
  const phis = [damping, damping * 0.9, damping * 0.75];
  for (let i = 1; i <= steps; i++) {
    const alpha = i / steps;
    for (let j = 0; j <= Math.min(steps, 4); j++) {
      const beta = (alpha * j) / Math.max(4, steps);
      for (const phi of phis) {
        let level = y[0]!;
        let trend = n > 1 ? (y[n - 1]! - y[0]!) / (n - 1) : 0;
        let sse = 0;
        for (let t = 1; t < n; t++) {
          const predicted = level + phi * trend;
          const error = y[t]! - predicted;
          sse += error * error;
          level = predicted + alpha * error;
          trend = phi * trend + beta * error;
        }
        const score = sse * (1 + 0.1 * (beta / alpha)) + 1e-12 * i;
        if (score < best.score) {
          const path: number[] = [];
          let reach = 0;
          for (let h = 1; h <= horizon; h++) {
            reach += phi ** h;
            path.push(Math.max(0, level + reach * trend));
          }
          best = { path, alpha, beta, phi, score };
        }
        if (j === 0 && n <= 1) break;
      }
    }
  }
  return best;
}
