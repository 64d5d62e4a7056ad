/** How figures and names are written into the files of a cycle. */

/** Names beside codes. A code that no table holds stands for itself. */
export interface Names {
  occupation(code: string): string;
  programme(code: string): string;
  region(code: string): string;
}

export interface FileOptions {
  /** leave out what disclosure control withholds; false = the department's own copy with every figure */
  controlled: boolean;
}

/** One decimal for persons, three for prices; never −0. */
export const persons = (value: number): number => Math.round(value * 10) / 10 + 0;
export const price = (value: number): number => Math.round(value * 1000) / 1000 + 0;
