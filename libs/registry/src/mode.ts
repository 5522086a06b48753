interface ModeDefinition {
  /** Schemas may be registered, their ids being ours to assign. */
  readonly assignsIds: boolean;
  /** Schemas may be registered with the ids and versions that the client gives, and are taken as they are. */
  readonly takesIds: boolean;
  readonly readOnly: boolean;
}

/** What may be done in each mode of the REST API. */
export const MODES = {
  READWRITE: { assignsIds: true, takesIds: false, readOnly: false },
  READONLY: { assignsIds: false, takesIds: false, readOnly: true },
  READONLY_OVERRIDE: { assignsIds: false, takesIds: false, readOnly: true },
  IMPORT: { assignsIds: false, takesIds: true, readOnly: false },
  /** As IMPORT, for a registry that another one forwards to; of all contexts or of none. */
  FORWARD: { assignsIds: false, takesIds: true, readOnly: false },
} as const satisfies Record<string, ModeDefinition>;

export type Mode = keyof typeof MODES;

const MODE_NAMES = Object.keys(MODES) as Mode[];

/** The mode a user wrote, in any case. */
export function findMode(name: string): Mode | undefined {
  const upper = name.toUpperCase();
  return MODE_NAMES.find((mode) => mode === upper);
}
