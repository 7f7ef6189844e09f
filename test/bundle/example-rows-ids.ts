/** Example rows about whom a postback fires for: level, ids, type, method and status, and ids that come from nowhere. */
import { BASE_URL, NEW_URL, TIKTOK } from './example-network';
import type { Example, Verdict } from './example-verdict';

const OK: Verdict = { verdict: '✔' };
/** Fires where something fires already: may be meant, and is asked. */
const DOUBLE: Verdict = { verdict: '⚠', says: /fires? .*#501|#501.*fires?/i };
const ACME_40 = { 'Offer ID': '40' };
const EVENT_77 = { ...ACME_40, Type: 'post_conversion', 'Event ID': '77' };

export const ID_ROWS: readonly Example[] = [
  {
    id: 'R1',
    rule: 'V6',
    what: 'new: global, partner 12, offer, event and delay blank',
    act: (desk) => desk.paste({ Level: 'global', 'Offer ID': '', 'Event ID': '', 'Delay (ms)': '' }),
    expect: {
      verdict: '✔',
      effects: ['starts-firing'],
      sent: {
        network_affiliate_id: 12,
        network_offer_id: 0,
        network_offer_payout_revenue_id: 0,
        delay_ms: 0,
        pixel_level: 'global',
        postback_url: NEW_URL,
        facebook_pixel: null,
      },
    },
  },
  {
    id: 'R1b',
    rule: 'V9',
    what: 'the same with the URL of #501, which fires for one of these offers already',
    act: (desk) => desk.paste({ Level: 'global', 'Offer ID': '', URL: BASE_URL }),
    expect: DOUBLE,
  },
  {
    id: 'R2',
    rule: 'V6',
    what: "new: the create sample of the API's page, level global_offer with partner 7 and offer 1",
    act: (desk) => desk.paste({ 'Partner ID': '7', 'Offer ID': '1', Level: 'global_offer' }),
    expect: {
      verdict: '✖',
      titles: [/Level "global_offer" ignores the partner/],
      says: /partner 7 would be ignored/,
      fixes: {
        'Set level to specific': { verdict: '✔', sent: { network_affiliate_id: 7, network_offer_id: 1 } },
        'Set partner to 0': {
          verdict: '✔',
          effects: ['starts-firing', 'serves-all'],
          sent: { network_affiliate_id: 0, network_offer_id: 1, pixel_level: 'global_offer' },
        },
      },
    },
  },
  {
    id: 'R3',
    rule: 'V6',
    what: 'new: global, partner 12, offer 40',
    act: (desk) => desk.paste({ ...ACME_40, Level: 'global' }),
    expect: {
      verdict: '✖',
      says: /offer 40 would be ignored/,
      fixes: {
        'Set level to specific': { verdict: '✔', sent: { network_offer_id: 40 } },
        'Set offer to 0': { verdict: '✔', sent: { network_offer_id: 0 } },
      },
    },
  },
  {
    id: 'R5',
    rule: 'V2',
    what: 'a URL that was broken before we came; status → inactive',
    act: (desk) => desk.edit(507, { Status: 'inactive' }),
    expect: {
      verdict: '✔',
      effects: ['turns-off'],
      sent: { pixel_status: 'inactive', postback_url: 'htp://broken x' },
    },
  },
  {
    id: 'R6',
    rule: 'V4',
    what: 'the same row, the URL edited and still broken',
    act: (desk) => desk.edit(507, { URL: 'htp://broken' }),
    expect: { verdict: '✖', says: /must begin with http:\/\/ or https:\/\// },
  },
  {
    id: 'R7',
    rule: 'V6',
    what: '#501 level → global, its offer cell still 40',
    act: (desk) => desk.edit(501, { Level: 'global' }),
    expect: {
      verdict: '✖',
      says: /offer 40 would be ignored/,
      fixes: {
        'Set level to specific': { verdict: '∅' },
        'Set offer to 0': { verdict: '⚠', asks: 'effect', effects: ['widens'] },
      },
    },
  },
  {
    id: 'R8',
    rule: 'D2',
    what: '#501 level → global, offer cleared',
    act: (desk) => {
      const row = desk.edit(501, { Level: 'global' });
      desk.page.person.clear('Postbacks', desk.page.cell('Offer ID', row));
      return row;
    },
    expect: {
      verdict: '⚠',
      asks: 'effect',
      effects: ['widens'],
      sent: { pixel_level: 'global', network_offer_id: 0 },
    },
  },
  {
    id: 'R10',
    rule: 'V10',
    what: 'new: post_conversion, offer 40, event 77, which was seen with offer 40',
    act: (desk) => desk.paste(EVENT_77),
    expect: {
      verdict: '✔',
      sent: { network_offer_payout_revenue_id: 77, pixel_type: 'post_conversion', network_offer_id: 40 },
    },
  },
  {
    id: 'R11',
    rule: 'V10',
    what: 'the same with offer 41: event 77 was only seen with offer 40',
    act: async (desk) => {
      await desk.control.settings({ unknownIds: 'accept' });
      return desk.paste({ ...EVENT_77, 'Offer ID': '41' });
    },
    expect: { verdict: '⚠', asks: 'own-tick', says: /event 77/i },
  },
  {
    id: 'R12',
    rule: 'V6',
    what: 'new: conversion with event 77',
    act: (desk) => desk.paste({ ...EVENT_77, Type: 'conversion' }),
    expect: {
      verdict: '✖',
      says: /only used with type post_conversion/,
      fixes: {
        'Set type to post_conversion': { verdict: '✔', sent: { network_offer_payout_revenue_id: 77 } },
        'Set event to 0': {
          verdict: '✔',
          sent: { network_offer_payout_revenue_id: 0, pixel_type: 'conversion' },
        },
      },
    },
  },
  {
    id: 'R13',
    rule: 'V6',
    what: 'new: post_conversion, level global, event 77',
    act: (desk) => desk.paste({ ...EVENT_77, Level: 'global', 'Offer ID': '' }),
    expect: {
      verdict: '✖',
      says: /Event 77 belongs to one offer/,
      fixes: { 'Set event to 0': { verdict: '✔', sent: { pixel_level: 'global' } } },
    },
  },
  {
    id: 'R14',
    rule: 'V3',
    what: 'new: type event',
    act: (desk) => desk.paste({ ...EVENT_77, Type: 'event' }),
    expect: { verdict: '✔', sent: { pixel_type: 'post_conversion' } },
  },
  {
    id: 'R14b',
    rule: 'V3',
    what: 'post_conversion typed into a row that was read as event',
    act: (desk) => desk.edit(504, { Type: 'post_conversion' }),
    expect: { verdict: '∅' },
  },
  {
    id: 'R15',
    rule: 'V3',
    what: 'new: type "Event "',
    act: (desk) => desk.paste({ ...EVENT_77, Type: 'Event ' }),
    expect: { verdict: '✖', fixes: { 'Set type to post_conversion': OK } },
  },
  {
    id: 'R15b',
    rule: 'V3',
    what: 'new: status "Active"',
    act: (desk) => desk.paste({ Status: 'Active' }),
    expect: {
      verdict: '✖',
      fixes: { 'Set status to active': { verdict: '✔', sent: { pixel_status: 'active' } } },
    },
  },
  {
    id: 'R17',
    rule: 'V6',
    what: 'new: cpc, specific, postback, partner 12, offer 40',
    act: (desk) => desk.paste({ ...ACME_40, Type: 'cpc' }),
    expect: { verdict: '✔', sent: { pixel_type: 'cpc' } },
  },
  {
    id: 'R18',
    rule: 'V6',
    what: 'new: cpc, global_offer, offer 40',
    act: (desk) => desk.paste({ ...ACME_40, Type: 'cpc', Level: 'global_offer', 'Partner ID': '' }),
    expect: {
      verdict: '⚠',
      says: /cpc for level specific only/,
      effects: ['starts-firing', 'serves-all'],
      sent: { pixel_type: 'cpc', pixel_level: 'global_offer' },
    },
  },
  {
    id: 'R19',
    rule: 'V3',
    what: 'new: tiktok',
    act: (desk) => desk.paste({ Method: 'tiktok' }),
    expect: { verdict: '✖', says: /tiktok/ },
  },
  {
    id: 'R20',
    rule: 'W1',
    what: 'an existing tiktok row, status → inactive',
    act: (desk) => desk.edit(505, { Status: 'inactive' }),
    expect: {
      verdict: '✔',
      effects: ['turns-off'],
      sent: { pixel_status: 'inactive', delivery_method: 'tiktok', tiktok_pixel: TIKTOK },
    },
  },
  {
    id: 'R21',
    rule: 'V3',
    what: 'an existing tiktok row, method → postback',
    act: (desk) => desk.edit(505, { Method: 'postback' }),
    expect: { verdict: '✖', says: /tiktok/, fixes: { 'Set method back to tiktok': { verdict: '∅' } } },
  },
  {
    id: 'R23',
    rule: 'V3',
    what: 'the description of a row with status deleted',
    act: (desk) => desk.edit(506, { Description: 'x' }),
    expect: { verdict: '✖', says: /deleted/ },
  },
  {
    id: 'R52',
    rule: 'V10',
    what: 'new: the name Acme in the partner cell',
    act: (desk) => desk.paste({ 'Partner ID': 'Acme' }),
    expect: {
      verdict: '✖',
      says: /Acme/,
      fixes: { 'Set Partner ID to 12': { verdict: '✔', sent: { network_affiliate_id: 12 } } },
    },
  },
  {
    id: 'R52b',
    rule: 'V10',
    what: 'new: a name that two partners have',
    act: (desk) => desk.paste({ 'Partner ID': 'Affiliate Example' }),
    expect: { verdict: '✖', says: /Affiliate Example/ },
  },
  {
    id: 'R53',
    rule: 'V10',
    what: 'new: partner 99999, seen nowhere',
    act: async (desk) => {
      await desk.control.settings({ unknownIds: 'accept' });
      return desk.paste({ 'Partner ID': '99999' });
    },
    expect: {
      verdict: '⚠',
      asks: 'own-tick',
      says: /partner 99999/i,
      sent: { network_affiliate_id: 99999 },
    },
  },
];
