/**
 * What a process has once, however many copies of a module are in it: a built web process has two of each, one for its pages
 * and one for its API, and a `const` of a module is there twice. Its type must not change with what makes it.
 * @param name unique in this product
 */
export function processWide<Value>(name: string, make: () => Value): Value {
  const shared = globalThis as unknown as Record<symbol, Value | undefined>;
  const key = Symbol.for(`sillage.${name}`);
  const value = shared[key] ?? make();
  shared[key] = value;
  return value;
}
