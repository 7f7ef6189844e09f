/**
 * Bodies of creates and updates, and what an answer says about them [W1] [W2] [W6]. An update replaces the whole record ("if you
 * omit a field … its default value will be used"), so its body is the record as just read, with the changes laid over it.
 * Source: https://developers.everflow.io/docs/network/postbacks
 */
import { parsePairs } from '../core/pairs';
import type { Field, FieldValue, FieldValues, Json, JsonObject } from '../core/postback';
import { FACEBOOK_FIELDS, FIELDS, isNumberField, isPairField, zeroOf } from '../core/postback';
import { hasUnsafeNumber, rawField } from '../core/record';
import { isObject } from './parse';

/** Keys that the server alone owns; they are not sent back. */
const SERVER_KEYS: ReadonlySet<string> = new Set([
  'relationship',
  'time_created',
  'time_saved',
  'network_affiliate_name',
  'network_offer_name',
  'network_pixel_id',
]);

const PLAIN_FIELDS: readonly Field[] = FIELDS.filter((field) => !field.includes('.'));

function facebookKey(field: Field): string {
  return field.slice(field.indexOf('.') + 1);
}

/** A value as the API takes it. @throws {TypeError} if it is of the wrong kind for its field, which checks exclude */
function toServer(field: Field, value: FieldValue): Json {
  if (isNumberField(field)) {
    if (typeof value !== 'number' || !Number.isSafeInteger(value))
      throw new TypeError(`${field} must be a whole number`);
    return value;
  }
  if (typeof value !== 'string') throw new TypeError(`${field} must be text`);
  if (isPairField(field)) {
    const pairs = parsePairs(value);
    if (!pairs.ok) throw new TypeError(`${field} must be lines field=value`);
    return pairs.list;
  }
  // Newer documents call it `event`; the API page does not [V3].
  return field === 'pixel_type' && value === 'event' ? 'post_conversion' : value;
}

/**
 * The body of an update [W1]: all keys of the record as read, unknown ones and integration objects included, less those that the
 * server owns; the eleven plain fields always stand in it, with 0 or '' where the record told nothing; `user_data` and
 * `custom_data` are replaced as lists.
 * @param record as just read by id; never a table row, which does not tell everything
 * @throws {RangeError} if the record holds a number that JSON parsing may have changed [P7]
 * @throws {TypeError} if a change is of the wrong kind for its field
 */
export function updateBody(record: JsonObject, changes: FieldValues): JsonObject {
  // Only what is sent back matters: the names and relations of partner and offer are not.
  const kept = Object.entries(record).filter(([key]) => !SERVER_KEYS.has(key));
  if (kept.some(([, value]) => hasUnsafeNumber(value))) {
    throw new RangeError('The record holds a number that cannot be sent back exactly');
  }
  const body = new Map<string, Json>(kept);
  for (const field of PLAIN_FIELDS) {
    const change = changes[field];
    if (change !== undefined) body.set(field, toServer(field, change));
    else if (!body.has(field)) body.set(field, zeroOf(field));
  }
  const facebook = FACEBOOK_FIELDS.filter((field) => changes[field] !== undefined);
  if (facebook.length > 0) {
    body.set('facebook_pixel', overlaidFacebook(record['facebook_pixel'], facebook, changes));
  }
  return Object.fromEntries(body);
}

function overlaidFacebook(
  read: Json | undefined,
  changed: readonly Field[],
  changes: FieldValues,
): JsonObject {
  if (!isObject(read)) return facebookObject(changes);
  const entries = new Map<string, Json>(Object.entries(read));
  for (const field of changed) entries.set(facebookKey(field), toServer(field, changes[field]!));
  return Object.fromEntries(entries);
}

function facebookObject(fields: FieldValues): JsonObject {
  return Object.fromEntries(
    FACEBOOK_FIELDS.map((field) => [facebookKey(field), toServer(field, fields[field] ?? zeroOf(field))]),
  );
}

/**
 * The body of a create [W2]: every field of the create page, `facebook_pixel` only for facebook, no `network_id`: the key says
 * which network it is.
 * @throws {TypeError} if a value is of the wrong kind for its field
 */
export function createBody(fields: FieldValues): JsonObject {
  const plain = Object.fromEntries(
    PLAIN_FIELDS.map((field) => [field, toServer(field, fields[field] ?? zeroOf(field))]),
  );
  return fields.delivery_method === 'facebook' ? { ...plain, facebook_pixel: facebookObject(fields) } : plain;
}

export interface AnswerDifferences {
  /** Fields that the answer tells and that are not as sent. */
  readonly fields: readonly Field[];
  /** Other keys, such as integration objects, that the answer tells and that are not as sent. */
  readonly otherKeys: readonly string[];
}

/**
 * Where the answer to a create or update differs from what was sent [W6]. A key that the answer lacks says nothing; null is the
 * zero value [D1]; `event` is `post_conversion`. Ids that the server zeroed because of the level are a difference.
 */
export function compareAnswer(sent: JsonObject, answer: JsonObject): AnswerDifferences {
  const fields = FIELDS.filter((field) => {
    const told = rawField(answer, field);
    const wanted = rawField(sent, field);
    if (told === undefined || (wanted === undefined && field.includes('.'))) return false;
    return !sameValue(comparable(field, wanted), comparable(field, told));
  });
  const otherKeys = Object.keys(sent).filter((key) => {
    if (SERVER_KEYS.has(key) || isFieldKey(key) || !hasOwn(answer, key)) return false;
    return !sameValue(sent[key] ?? null, answer[key] ?? null);
  });
  return { fields, otherKeys };
}

function isFieldKey(key: string): boolean {
  return key === 'facebook_pixel' || (PLAIN_FIELDS as readonly string[]).includes(key);
}

function comparable(field: Field, value: Json | undefined): Json {
  if (isPairField(field)) return value ?? [];
  if (field === 'pixel_type' && value === 'event') return 'post_conversion';
  return value ?? zeroOf(field);
}

/** Equality of JSON values; the order of keys does not count, that of list items does. */
export function sameValue(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [a as readonly Json[], b as readonly Json[]];
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index]!));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const [left, right] = [a, b];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => hasOwn(right, key) && sameValue(left[key]!, right[key]!))
  );
}

function hasOwn(object: JsonObject, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, key);
}
