// Made by `npm run gen`; edit its source instead.
import type { Device } from './device.ts';

/**
 * One click on a page of the Thingam shop.
 *
 * Avro record `com.thingam.web.Click`.
 */
export interface Click {
  /**
   * Whoever clicked, as the shop's cookie knows them. Also the record's key.
   *
   * `string uuid` on the wire.
   */
  visitor: string;
  /**
   * When, by the visitor's clock.
   *
   * `long timestamp-millis` on the wire.
   */
  at: number;
  /** The path of the page, e.g. /thingamajigs/7. */
  page: string;
  /**
   * What was clicked, as a CSS selector; null for the page itself.
   *
   * @defaultValue `null`
   */
  element: string | null;
  /** What the visitor holds. */
  device: Device;
  /**
   * The parameters that the campaign's link carried.
   *
   * @defaultValue `{}`
   */
  campaign: Record<string, string>;
}

/** `Click` to encode: fields left out take their defaults. */
export interface ClickInput extends Omit<Click, 'element' | 'campaign'> {
  /**
   * What was clicked, as a CSS selector; null for the page itself.
   *
   * @defaultValue `null`
   */
  element?: string | null;
  /**
   * The parameters that the campaign's link carried.
   *
   * @defaultValue `{}`
   */
  campaign?: Record<string, string>;
}
