/** The input or the rules are at fault; the message says where. Exit code 1. */
export class InputFault extends Error {
  override readonly name = "InputFault";
}
