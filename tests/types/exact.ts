// Comparing types: what a member is declared as is exactly what is expected, not something wider, narrower or any.

type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Bytes over whichever buffer are bytes. */
type Plain<T> = T extends Uint8Array ? Uint8Array : T;

/** `exact<Expected>()(value)` compiles only where the value is declared as Expected. */
export const exact =
  <Expected>() =>
  <Actual>(
    _value: Actual,
    ..._differs: Identical<Plain<Actual>, Plain<Expected>> extends true ? [] : [expected: Expected, declared: Actual]
  ): void => {};

/** The members that may be assigned to; methods are not counted. */
export type Writable<T> = {
  [K in keyof T]-?: T[K] extends (...args: never) => unknown
    ? never
    : Identical<{ -readonly [P in K]: T[P] }, Pick<T, K>> extends true
      ? K
      : never;
}[keyof T];

/** The members that may be absent. */
export type Optional<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/**
 * `none<Type>()` gives what `const _: never = ...` takes only where the type is never; the error names what is too
 * much.
 */
export const none = <T>(): T => undefined as T;
