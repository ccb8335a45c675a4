import { HartError } from '@hart/errors';
import { describeValue } from './hex.ts';

/** A JSON-RPC endpoint over HTTP. */
export interface RpcEndpoint {
  readonly url: string;
  /** For a whole answer, in seconds. */
  readonly timeoutSeconds: number;
  /** Largest answer that is read, in bytes. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/**
 * Codes that nodes use for a method that they lack: -32601 by JSON-RPC 2.0; some proxies answer with
 * -32600 or -32004 and say it in the text.
 */
const METHOD_NOT_FOUND = -32601;
const METHOD_MISSING_TEXT =
  /method .*(not (found|available|supported|exist)|does not exist|unsupported|is not available)/i;

/**
 * Calls a method and gives its result, which is `unknown`: nothing of it is checked.
 *
 * @throws RPC_UNREACHABLE, RPC_HTTP_STATUS, RPC_BAD_RESPONSE, RPC_METHOD_MISSING, RPC_ERROR,
 * WITNESS_TOO_LARGE
 */
export async function callRpc(
  endpoint: RpcEndpoint,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  const { response, text } = await post(endpoint, method, params);
  const answer = parseAnswer(text);
  // Nodes behind a proxy send JSON-RPC errors with status 4xx or 5xx: the error says more.
  if (answer === undefined) {
    if (!response.ok) throw httpStatus(endpoint, method, response.status);
    throw new HartError('RPC_BAD_RESPONSE', { method, why: describeValue(text) });
  }
  if (answer.error !== undefined) throw rpcError(endpoint, method, answer.error);
  if (!response.ok) throw httpStatus(endpoint, method, response.status);
  return answer.result;
}

async function post(endpoint: RpcEndpoint, method: string, params: readonly unknown[]) {
  const timeout = AbortSignal.timeout(endpoint.timeoutSeconds * 1000);
  const signal = endpoint.signal ? AbortSignal.any([endpoint.signal, timeout]) : timeout;
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal,
    });
    return { response, text: await readText(response, endpoint.maxBytes, method) };
  } catch (cause) {
    if (cause instanceof HartError) throw cause;
    endpoint.signal?.throwIfAborted();
    const why = timeout.aborted
      ? `no complete answer within ${endpoint.timeoutSeconds} s`
      : networkProblem(cause);
    throw new HartError('RPC_UNREACHABLE', { url: originOf(endpoint.url), why }, { cause });
  }
}

async function readText(response: Response, maxBytes: number, method: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new HartError('WITNESS_TOO_LARGE', {
        what: `The answer to ${method}`,
        size: `more than ${maxBytes} bytes`,
        limit: `${maxBytes} bytes`,
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseAnswer(text: string): { result?: unknown; error?: unknown } | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null) return undefined;
    return 'result' in answer || 'error' in answer ? answer : undefined;
  } catch {
    return undefined;
  }
}

function rpcError(endpoint: RpcEndpoint, method: string, error: unknown): HartError {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  const reason = typeof message === 'string' ? message.slice(0, 300) : describeValue(error);
  if (code === METHOD_NOT_FOUND || METHOD_MISSING_TEXT.test(reason)) {
    return new HartError('RPC_METHOD_MISSING', { method, url: originOf(endpoint.url) });
  }
  return new HartError('RPC_ERROR', { method, reason, errorCode: String(code) });
}

function httpStatus(endpoint: RpcEndpoint, method: string, status: number): HartError {
  return new HartError('RPC_HTTP_STATUS', { url: originOf(endpoint.url), method, status });
}

function networkProblem(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause;
  const { code, message } = Object(cause ?? error) as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : String(message ?? error);
}

/** The address without its path and credentials, which often hold a key. */
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'a malformed address';
}
