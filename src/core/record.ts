/**
 * Server record -> `Postback`, and what of it is shown only as "kept". Pure; the fingerprint comes in as a function (B3).
 */
import { CANNOT_SHOW } from './cells';
import { formatPairs } from './pairs';
import {
  FACEBOOK_FIELDS,
  FIELDS,
  PIXEL_STATUSES,
  isNumberField,
  isPairField,
  zeroOf,
  type Field,
  type FieldValue,
  type Json,
  type JsonObject,
  type Postback,
} from './postback';

/** Keys that the catalogue shows or that the server alone owns; everything else is "kept". */
const KNOWN_KEYS = new Set<string>([
  ...FIELDS.map((field) => field.split('.')[0]!),
  'network_pixel_id',
  'network_id',
  'network_affiliate_name',
  'network_offer_name',
  'time_created',
  'time_saved',
  'relationship',
]);
const KNOWN_FACEBOOK_KEYS = new Set<string>(FACEBOOK_FIELDS.map((field) => field.split('.')[1]!));

/** Salted short fingerprint of a text: equal texts give equal prints, and nothing of the text can be read from it. */
export type Fingerprint = (text: string) => string;

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The raw value at a field's path; undefined if the record does not tell it. */
export function rawField(record: JsonObject, field: Field): Json | undefined {
  const dot = field.indexOf('.');
  if (dot < 0) return record[field];
  const owner = record[field.slice(0, dot)];
  return isObject(owner) ? owner[field.slice(dot + 1)] : owner === null ? null : undefined;
}

/** Brings a raw value to the form in which fields are compared, or undefined if it is of a type we do not know. */
function fieldValue(field: Field, raw: Json | undefined): FieldValue | undefined {
  if (raw === undefined || raw === null) return zeroOf(field);
  if (isNumberField(field)) return typeof raw === 'number' && Number.isSafeInteger(raw) ? raw : undefined;
  if (isPairField(field)) return Array.isArray(raw) ? formatPairs(raw) : undefined;
  return typeof raw === 'string' ? raw : undefined;
}

/** What stands for a value of an unexpected type. An object is not shown: it may hold a secret (B3). */
function oddValue(field: Field, raw: Json | undefined): FieldValue {
  if (isNumberField(field)) return 0;
  return typeof raw === 'object' ? CANNOT_SHOW : String(raw);
}

/** True if the value, or anything in it, is a number that JSON parsing may have rounded (P7). */
export function hasUnsafeNumber(value: Json | undefined): boolean {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value as JsonObject).some(hasUnsafeNumber);
}

/** Names what of a record is kept untouched, each with a fingerprint, never a value (B3). */
function describeKept(record: JsonObject, fingerprint: Fingerprint): string {
  const kept: string[] = [];
  for (const key of Object.keys(record).sort()) {
    const value = record[key];
    if (KNOWN_KEYS.has(key) || value === null || value === undefined) continue;
    kept.push(`${key} kept (${fingerprint(JSON.stringify(value))})`);
  }
  const facebook = record['facebook_pixel'];
  if (isObject(facebook)) {
    for (const key of Object.keys(facebook).sort()) {
      const value = facebook[key];
      if (KNOWN_FACEBOOK_KEYS.has(key) || value === null || value === undefined || value === '') continue;
      kept.push(`facebook ${key} kept (${fingerprint(JSON.stringify(value))})`);
    }
  }
  return kept.join(', ');
}

function text(record: JsonObject, key: string): string {
  const value = record[key];
  return typeof value === 'string' ? value : '';
}

function nameFrom(record: JsonObject, key: string, relation: string): string {
  const own = text(record, key);
  if (own !== '') return own;
  const relationship = record['relationship'];
  const owner = isObject(relationship) ? relationship[relation] : undefined;
  return isObject(owner) ? text(owner, 'name') : '';
}

function wholeNumber(record: JsonObject, key: string): number {
  const value = record[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** Methods whose settings live in an integration object that a table row does not tell. */
export function isIntegrationMethod(method: FieldValue | undefined): boolean {
  return method !== 'postback' && method !== 'html' && method !== undefined && method !== '';
}

/** Why a record is shown but not edited here, as a sentence; '' if it can be edited (P7, V3). */
function whyFixed(record: JsonObject, oddFields: readonly Field[]): string {
  if (hasUnsafeNumber(record)) {
    return 'Everflow holds a number in this postback that a spreadsheet cannot keep exactly. Edit it in Everflow.';
  }
  const status = record['pixel_status'];
  if (
    typeof status === 'string' &&
    status !== '' &&
    !(PIXEL_STATUSES as readonly string[]).includes(status)
  ) {
    return `Its status in Everflow is "${status}"; only active and inactive postbacks can be edited here.`;
  }
  if (oddFields.length > 0) {
    return `Everflow holds something unexpected in ${oddFields.join(', ')}. Edit this postback in Everflow.`;
  }
  return '';
}

/**
 * Reads a record of the API. In a table row (`from: 'table'`) an absent key is "not told": integration details of facebook and
 * other integration methods stay unloaded (P5). In a record read by id, absent means null means the zero value (D1).
 * A row's plain fields that are absent are zero values: default-valued keys may be left out.
 * @returns undefined if the record has no usable id
 */
export function readPostback(
  record: JsonObject,
  from: 'table' | 'record',
  fingerprint: Fingerprint,
): Postback | undefined {
  const id = record['network_pixel_id'];
  if (typeof id !== 'number' || !Number.isInteger(id) || id <= 0) return undefined;
  const method = record['delivery_method'];
  const detailsUntold =
    from === 'table' &&
    !('facebook_pixel' in record) &&
    isIntegrationMethod(typeof method === 'string' ? method : '');
  const fields: { -readonly [F in Field]?: FieldValue } = {};
  const odd: Field[] = [];
  for (const field of FIELDS) {
    if (detailsUntold && field.startsWith('facebook_pixel.')) {
      // Only facebook rows have facebook details to load; other integrations show theirs as "kept".
      if (method === 'facebook') continue;
    }
    const raw = rawField(record, field);
    const value = fieldValue(field, raw);
    if (value === undefined) odd.push(field);
    fields[field] = value ?? oddValue(field, raw);
  }
  return {
    id,
    networkId: wholeNumber(record, 'network_id'),
    fields,
    partnerName: nameFrom(record, 'network_affiliate_name', 'affiliate'),
    offerName: nameFrom(record, 'network_offer_name', 'offer'),
    timeCreated: wholeNumber(record, 'time_created'),
    timeSaved: wholeNumber(record, 'time_saved'),
    other: describeKept(record, fingerprint) || (detailsUntold && method !== 'facebook' ? 'not loaded' : ''),
    fixed: whyFixed(record, odd),
  };
}

/** True if the details phase of a pull has something to read for this postback (P5). */
export function needsDetails(postback: Postback): boolean {
  return (
    postback.other === 'not loaded' || FACEBOOK_FIELDS.some((field) => postback.fields[field] === undefined)
  );
}
