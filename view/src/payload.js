/** The record inside a page: base64 of its bytes, deflated. */

/** @param {string} text base64 @returns {Promise<Uint8Array>} */
export async function inflatePayload(text) {
  const packed = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
