/** One 32-bit little-endian word a line in lower-case hex, as riscv-arch-test writes signatures. */
export function signatureText(signature: Uint8Array): string {
  const words = new DataView(signature.buffer, signature.byteOffset, signature.byteLength);
  let text = '';
  for (let offset = 0; offset + 4 <= signature.length; offset += 4) {
    text += `${words.getUint32(offset, true).toString(16).padStart(8, '0')}\n`;
  }
  return text;
}
