import { type Address, concatHex, type Hex, keccak256, numberToHex, toHex } from 'viem';
import { FUNDED } from './accounts.ts';

export const CHAIN_ID = 1337;
export const GAS_LIMIT = 60_000_000;
/** Seconds; block n has the timestamp GENESIS_TIME + n × SLOT. */
export const GENESIS_TIME = 1_767_225_600;
export const SLOT = 12;

/** Holders without keys: they give the tries of accounts and tokens a realistic depth. */
export const HOLDERS: readonly Address[] = Array.from({ length: 2048 }, (_, i) =>
  named(`holder ${i}`),
);

/** An address nobody has the key of, made from a name. */
export function named(name: string): Address {
  return `0x${keccak256(toHex(`hart sample block: ${name}`)).slice(-40)}`;
}

/** The system contracts of Cancun and Prague, with the code that their EIPs give. */
const SYSTEM_CONTRACTS: readonly { eip: number; address: Address; code: readonly string[] }[] = [
  {
    eip: 4788,
    address: '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02',
    code: [
      '3373fffffffffffffffffffffffffffffffffffffffe14604d57602036146024575f5ffd5b5f35801560',
      '495762001fff810690815414603c575f5ffd5b62001fff01545f5260205ff35b5f5ffd5b62001fff4206',
      '4281555f359062001fff015500',
    ],
  },
  {
    eip: 2935,
    address: '0x0000F90827F1C53a10cb7A02335B175320002935',
    code: [
      '3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f3560014303811160',
      '4257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500',
    ],
  },
  {
    eip: 7002,
    address: '0x00000961Ef480Eb55e80D19ad83579A64c007002',
    code: [
      '3373fffffffffffffffffffffffffffffffffffffffe1460cb5760115f54807fffffffffffffffffffff',
      'ffffffffffffffffffffffffffffffffffffffffffff146101f457600182026001905f5b5f8211156068',
      '5781019083028483029004916001019190604d565b909390049250505036603814608857366101f45734',
      '6101f4575f5260205ff35b34106101f45760015460010160015560035480600302600401338155600101',
      '5f35815560010160203590553360601b5f5260385f601437604c5fa0600101600355005b600354600254',
      '8082038060101160df575060105b5f5b8181146101835782810160030260040181604c02815460601b81',
      '52601401816001015481526020019060020154807fffffffffffffffffffffffffffffffff0000000000',
      '0000000000000000000000168252906010019060401c908160381c81600701538160301c816006015381',
      '60281c81600501538160201c81600401538160181c81600301538160101c81600201538160081c816001',
      '01535360010160e1565b910180921461019557906002556101a0565b90505f6002555f6003555b5f5480',
      '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff14156101cd57505f5b',
      '6001546002828201116101e25750505f6101e8565b01600290035b5f555f600155604c025ff35b5f5ffd',
    ],
  },
  {
    eip: 7251,
    address: '0x0000BBdDc7CE488642fb579F8B00f3a590007251',
    code: [
      '3373fffffffffffffffffffffffffffffffffffffffe1460d35760115f54807fffffffffffffffffffff',
      'ffffffffffffffffffffffffffffffffffffffffffff1461019a57600182026001905f5b5f8211156068',
      '5781019083028483029004916001019190604d565b9093900492505050366060146088573661019a5734',
      '61019a575f5260205ff35b341061019a5760015460010160015560035480600402600401338155600101',
      '5f358155600101602035815560010160403590553360601b5f5260605f60143760745fa0600101600355',
      '005b6003546002548082038060021160e7575060025b5f5b818114610129578281016004026004018160',
      '7402815460601b8152601401816001015481526020018160020154815260200190600301549052600101',
      '60e9565b910180921461013b5790600255610146565b90505f6002555f6003555b5f54807fffffffffff',
      'ffffffffffffffffffffffffffffffffffffffffffffffffffffff141561017357505f5b600154600182',
      '8201116101885750505f61018e565b01600190035b5f555f6001556074025ff35b5f5ffd',
    ],
  },
];

/** 0x01 to 0x11 and 0x100 hold 1 wei, as on geth's own dev chain. */
const PRECOMPILES: readonly number[] = [...Array.from({ length: 17 }, (_, i) => i + 1), 0x100];

/** The genesis file of the dev chain: every fork up to Osaka from the start, blobs as in Prague. */
export function genesis(): object {
  const alloc: Record<Address, { balance: Hex; nonce?: Hex; code?: Hex }> = {};
  for (const number of PRECOMPILES) alloc[numberToHex(number, { size: 20 })] = { balance: '0x1' };
  for (const { address, code } of SYSTEM_CONTRACTS) {
    alloc[address] = {
      balance: '0x0',
      nonce: '0x1',
      code: concatHex(['0x', ...code.map((part): Hex => `0x${part}`)]),
    };
  }
  for (const address of FUNDED) alloc[address] = { balance: numberToHex(1000n * 10n ** 18n) };
  HOLDERS.forEach((address, i) => {
    alloc[address] = { balance: numberToHex(BigInt(i + 1) * 10n ** 15n) };
  });
  return {
    config: {
      chainId: CHAIN_ID,
      homesteadBlock: 0,
      eip150Block: 0,
      eip155Block: 0,
      eip158Block: 0,
      byzantiumBlock: 0,
      constantinopleBlock: 0,
      petersburgBlock: 0,
      istanbulBlock: 0,
      muirGlacierBlock: 0,
      berlinBlock: 0,
      londonBlock: 0,
      arrowGlacierBlock: 0,
      grayGlacierBlock: 0,
      terminalTotalDifficulty: 0,
      shanghaiTime: 0,
      cancunTime: 0,
      pragueTime: 0,
      osakaTime: 0,
      blobSchedule: {
        cancun: { target: 3, max: 6, baseFeeUpdateFraction: 3338477 },
        prague: { target: 6, max: 9, baseFeeUpdateFraction: 5007716 },
      },
    },
    nonce: '0x0',
    timestamp: numberToHex(GENESIS_TIME),
    extraData: '0x',
    gasLimit: numberToHex(GAS_LIMIT),
    difficulty: '0x0',
    mixHash: `0x${'0'.repeat(64)}`,
    coinbase: `0x${'0'.repeat(40)}`,
    baseFeePerGas: numberToHex(10n ** 9n),
    alloc,
  };
}
