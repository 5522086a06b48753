/** A resource, such as a topic, and the subject that holds the schemas of a part of it. */
export interface Association {
  readonly guid: string;
  /** Qualified. */
  readonly subject: string;
  readonly resourceName: string;
  readonly resourceNamespace: string;
  readonly resourceId: string;
  readonly resourceType: string;
  /** What part of the resource: `key`, `value`. */
  readonly associationType: string;
  /** A subject with a strong association goes with its resource. */
  readonly lifecycle: 'STRONG' | 'WEAK';
  readonly frozen: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}
