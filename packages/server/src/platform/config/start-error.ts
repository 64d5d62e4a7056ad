/**
 * Why the server cannot start or go on, as one sentence for the person at the terminal.
 * The command line prints `message` alone, without a stack.
 */
export class StartError extends Error {
  readonly kind: string;
  constructor(kind: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
    this.kind = kind;
  }
}
