/** Names by id, as far as they are known. Ids are hostile text: `constructor` is nobody's name. */
export type People = Readonly<Record<string, string>>;

/** The name of a person, a token or a service; its id where no name is known. */
export const nameOf = (people: People, id: string): string => (Object.hasOwn(people, id) ? people[id]! : id);
