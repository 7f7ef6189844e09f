/** Refusals of the API and their texts. It knows neither routes nor how an answer is spelt. */

/** A request that is answered with an error status and a message. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/**
 * Texts. Only the first two are published (https://developers.everflow.io/user-guide/errors); Everflow publishes no
 * list of its messages, so the others are ours and no client may depend on them.
 */
export const MESSAGES = {
  noKey: 'No Authentication Method Found',
  outOfRealm: 'Out of realm',
  badKey: 'Invalid or revoked API key',
  noPermission: 'This API key does not have the permission required for this operation',
  badAddress: 'Your IP address is not on the allow-list of this API key',
  notFound: 'Not found',
  tooMany: 'Rate limit exceeded',
  notJson: 'The request body is not valid JSON',
  internal: 'Internal server error',
} as const;

export function badRequest(message: string): ApiError {
  return new ApiError(400, message);
}
