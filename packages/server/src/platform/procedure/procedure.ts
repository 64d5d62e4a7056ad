import { BadInput, Conflict, type InputFault, type Sentence } from "../http/problems.ts";

/** One action of a procedure: where it may be taken, to where it leads, whose it is. */
export interface Step<State extends string, Facts, Evidence> {
  /** states in which it may be taken; none: it begins the procedure */
  from: readonly State[];
  to: State;
  words: Sentence;
  /** the right of the module's access table that opens it */
  right: string;
  /** the step of the calendar by which it is due */
  due?: string;
  /** What of the thing stands against it now; null = nothing. */
  guard?(facts: Facts): Sentence | null;
  /** What of the evidence that has to be handed in with it is missing or wrong; none = all is there. */
  evidence?(given: Evidence, facts: Facts): InputFault[];
}

/** An accepted action, as far as the state follows from it. */
export interface Taken<Action extends string> {
  action: Action;
}

/** A procedure as a table of actions; the state of a thing is nothing but the fold of those that were accepted. */
export interface Procedure<State extends string, Action extends string, Facts = void, Evidence = unknown> {
  readonly what: Sentence;
  readonly steps: Readonly<Record<Action, Step<State, Facts, Evidence>>>;
  readonly states: Readonly<Record<State, Sentence>>;
  /** The state after these actions, in their order. @throws Error if the first did not begin the procedure */
  stateOf(actions: readonly Taken<Action>[]): State;
  /**
   * @throws Conflict unless the action may be taken in this state, or where its guard says why not yet
   * @throws BadInput naming each piece of evidence that is missing
   */
  require(state: State, action: Action, facts: Facts, given?: Evidence): void;
  /** The same for what is about the state alone. @throws Conflict */
  requireState(state: State, action: Action): void;
  /** Actions of these rights that may follow, guards aside. */
  open(state: State, rights: readonly string[]): Action[];
  /** States in which an action of these rights is the next one. */
  waitingOn(rights: readonly string[]): State[];
  /** Actions that lead to one of the states: a thing stands there exactly when one of them was its last. */
  leadingTo(states: readonly State[]): Action[];
}

/** Defines a procedure (design: one way to write approvals, agreements, recognitions). */
export function defineProcedure<
  State extends string,
  Action extends string,
  Facts = void,
  Evidence = unknown,
>(table: {
  /** as a sentence names the thing: 该申请 / The application */
  what: Sentence;
  states: Record<State, Sentence>;
  steps: Record<Action, Step<State, Facts, Evidence>>;
}): Procedure<State, Action, Facts, Evidence> {
  const { what, states, steps } = table;
  const actions = Object.keys(steps) as Action[];
  const requireState = (state: State, action: Action): void => {
    const { from, words } = steps[action];
    if (from.includes(state)) return;
    throw new Conflict({
      zh: `${what.zh}${states[state].zh}，不能${words.zh}。`,
      en: `${what.en} is ${states[state].en}; it cannot be taken through the step “${words.en}”.`,
    });
  };
  const open = (state: State, rights: readonly string[]): Action[] =>
    actions.filter((action) => steps[action].from.includes(state) && rights.includes(steps[action].right));
  return {
    what,
    states,
    steps,
    stateOf(taken) {
      const last = taken.at(-1);
      if (!last || steps[taken[0]!.action].from.length > 0) throw new Error(`${what.en} was never begun`);
      return steps[last.action].to;
    },
    requireState,
    require(state, action, facts, given) {
      requireState(state, action);
      const against = steps[action].guard?.(facts);
      if (against) throw new Conflict(against);
      const faults = steps[action].evidence?.(given as Evidence, facts) ?? [];
      if (faults.length > 0) throw new BadInput(faults);
    },
    open,
    waitingOn: (rights) => (Object.keys(states) as State[]).filter((state) => open(state, rights).length > 0),
    leadingTo: (wanted) => actions.filter((action) => wanted.includes(steps[action].to)),
  };
}
