import { type DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Miswired } from './miswired.js';

/** A method of a provider that carries one mark of a decorator. */
export interface Decorated<Mark> {
  mark: Mark;
  /** `ClassName.method`, for messages */
  where: string;
  call: (...args: unknown[]) => Promise<void>;
}

/** Adds a mark to a method. A method may carry several of one kind. */
export function markMethod<Mark>(key: symbol, mark: Mark): MethodDecorator {
  return (_target, _name, descriptor: PropertyDescriptor) => {
    const marks = (Reflect.getMetadata(key, descriptor.value as object) as Mark[] | undefined) ?? [];
    Reflect.defineMetadata(key, [...marks, mark], descriptor.value as object);
  };
}

/** Every marked method of every provider of the application. @throws Miswired for one that exists only while a request lasts */
export function findDecorated<Mark>(discovery: DiscoveryService, key: symbol): Decorated<Mark>[] {
  const found: Decorated<Mark>[] = [];
  const seen = new Set<unknown>();
  for (const wrapper of discovery.getProviders()) {
    const instance = wrapper.instance as Record<string, (...args: unknown[]) => Promise<void>> | null | undefined;
    if (typeof instance !== 'object' || instance === null || seen.has(instance)) continue;
    seen.add(instance);
    for (const { mark, name } of marksOf<Mark>(instance, key)) {
      const where = `${instance.constructor.name}.${name}`;
      if (!wrapper.isDependencyTreeStatic()) throw new Miswired(`${where} must not depend on a request`);
      found.push({ mark, where, call: (...args) => instance[name]!(...args) });
    }
  }
  return found;
}

/** Instances of one class of declaration given by the modules' providers, for instance the jobs they declare. */
export function findProvided<T>(discovery: DiscoveryService, type: abstract new (...args: never[]) => T): T[] {
  const instances = discovery.getProviders().map((wrapper) => wrapper.instance as unknown);
  return [...new Set(instances)].filter((instance): instance is T => instance instanceof type);
}

/** The one handler of each declared name. @throws Miswired when a name has none or several, or a handler's name is not declared */
export function oneHandlerEach<Mark>(
  what: string,
  declared: ReadonlySet<string>,
  handlers: Decorated<Mark>[],
  nameOf: (mark: Mark) => string,
): Map<string, Decorated<Mark>> {
  const byName = new Map<string, Decorated<Mark>>();
  for (const handler of handlers) {
    const name = nameOf(handler.mark);
    const other = byName.get(name);
    if (other) throw new Miswired(`${what} ${name} has two handlers: ${other.where} and ${handler.where}`);
    if (!declared.has(name))
      throw new Miswired(`${what} ${name}, handled by ${handler.where}, is not declared by a module`);
    byName.set(name, handler);
  }
  for (const name of declared) if (!byName.has(name)) throw new Miswired(`${what} ${name} has no handler`);
  return byName;
}

function marksOf<Mark>(instance: object, key: symbol): { mark: Mark; name: string }[] {
  const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
  if (!prototype || prototype === Object.prototype) return [];
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const marks = Reflect.getMetadata(key, prototype[name] as object) as Mark[] | undefined;
    return (marks ?? []).map((mark) => ({ mark, name }));
  });
}
