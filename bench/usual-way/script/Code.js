/**
 * The same jobs as such add-ons are usually written: one request after the other, a row at a time, a cell at a time. Correct as far as it goes;
 * it has no state, no plan and no record of what it did. It is here to be measured beside the add-on, and is never pushed.
 */
var API = 'https://api.eflow.team/v1/networks';
/** As in many samples. The API takes up to 2,000. */
var PAGE_SIZE = 100;
/** Longest text of a cell: without this the first longer one ends the pull. */
var MAX_CELL = 50000;
var TAB = 'Postbacks';
var COLUMNS = [
  'network_pixel_id',
  'network_affiliate_id',
  'network_affiliate_name',
  'network_offer_id',
  'network_offer_name',
  'network_offer_payout_revenue_id',
  'pixel_type',
  'pixel_level',
  'delivery_method',
  'pixel_status',
  'postback_url',
  'html_code',
  'delay_ms',
  'description',
  'time_created',
  'time_saved',
];
/** Behind the fields: a person writes "yes" beside a row to be pushed, and the script says what became of it. */
var MARK = COLUMNS.length + 1;
var NOTE = COLUMNS.length + 2;

function saveKey(key) {
  PropertiesService.getUserProperties().setProperty('key', key);
}

function call_(key, method, path, body) {
  var response = UrlFetchApp.fetch(API + path, {
    method: method,
    contentType: 'application/json',
    headers: { 'X-Eflow-API-Key': key },
    payload: body === undefined ? undefined : JSON.stringify(body),
  });
  return JSON.parse(response.getContentText());
}

function key_() {
  return PropertiesService.getUserProperties().getProperty('key');
}

function tab_() {
  return SpreadsheetApp.getActiveSpreadsheet().getSheetByName(TAB);
}

function column_(field) {
  return COLUMNS.indexOf(field) + 1;
}

/** Page after page, row after row. */
function pullPostbacks() {
  var key = key_();
  var sheet = SpreadsheetApp.getActiveSpreadsheet().insertSheet(TAB);
  sheet.appendRow(COLUMNS.concat(['Push?', 'Result']));
  var page = 1;
  var total = 0;
  do {
    var data = call_(key, 'post', '/pixelstable?page=' + page + '&page_size=' + PAGE_SIZE, {});
    data.pixels.forEach(function (pixel) {
      sheet.appendRow(
        COLUMNS.map(function (field) {
          var value = pixel[field];
          return typeof value === 'string' ? value.slice(0, MAX_CELL) : value;
        }),
      );
    });
    total = data.paging.total_count;
    page += 1;
  } while ((page - 1) * PAGE_SIZE < total);
}

function problemOf_(sheet, row) {
  var method = sheet.getRange(row, column_('delivery_method')).getValue();
  var url = sheet.getRange(row, column_('postback_url')).getValue();
  var level = sheet.getRange(row, column_('pixel_level')).getValue();
  var partner = sheet.getRange(row, column_('network_affiliate_id')).getValue();
  var offer = sheet.getRange(row, column_('network_offer_id')).getValue();
  var status = sheet.getRange(row, column_('pixel_status')).getValue();
  if (method === 'postback' && !/^https?:\/\//.test(url)) return 'URL must begin with http';
  if (level !== 'global_offer' && !(partner > 0)) return 'Partner is missing';
  if (level !== 'global' && !(offer > 0)) return 'Offer is missing';
  if (status !== 'active' && status !== 'inactive') return 'Unknown status';
  return 'OK';
}

/** Looks at each row's mark, and at the cells of the marked ones. Returns their row numbers. */
function checkPostbacks() {
  var sheet = tab_();
  var last = sheet.getLastRow();
  var marked = [];
  for (var row = 2; row <= last; row += 1) {
    if (sheet.getRange(row, MARK).getValue() !== 'yes') continue;
    sheet.getRange(row, NOTE).setValue(problemOf_(sheet, row));
    marked.push(row);
  }
  return marked;
}

/** One row for each call of the panel, which shows the progress: read, then write. */
function pushRow(row) {
  var key = key_();
  var sheet = tab_();
  var values = sheet.getRange(row, 1, 1, COLUMNS.length).getValues()[0];
  var id = values[0];
  var record = call_(key, 'get', '/pixels/' + id);
  ['pixel_status', 'delay_ms', 'description'].forEach(function (field) {
    record[field] = values[COLUMNS.indexOf(field)];
  });
  record.description = String(record.description);
  call_(key, 'put', '/pixels/' + id, record);
  sheet.getRange(row, MARK).setValue('');
  sheet.getRange(row, NOTE).setValue('Pushed');
}

/** A copy, row by row. */
function snapshotPostbacks() {
  var sheet = tab_();
  var last = sheet.getLastRow();
  var copy = SpreadsheetApp.getActiveSpreadsheet().insertSheet('Snapshot');
  for (var row = 1; row <= last; row += 1) {
    copy.appendRow(sheet.getRange(row, 1, 1, NOTE).getValues()[0]);
  }
}
