/** Where in both schemas a comparison is: the names and numbers on the way, and the scopes that names are looked up in. */
export interface Place {
  readonly path: readonly string[];
  readonly names: readonly string[];
  readonly originalScope: string;
  readonly updateScope: string;
}

export function enterNumber(place: Place, number: number, name: string): Place {
  return { ...place, path: [...place.path, String(number)], names: [...place.names, name] };
}

/** A oneof is on the path, but is no scope and no part of a value's path. */
export function enterOneof(place: Place, name: string): Place {
  return { ...place, path: [...place.path, name] };
}
