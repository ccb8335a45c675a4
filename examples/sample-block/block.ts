import {
  type Address,
  concatHex,
  encodeAbiParameters,
  getContractAddress,
  type Hex,
  keccak256,
  numberToHex,
  parseSignature,
  stringToHex,
  zeroAddress,
} from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { minter, nomad, pauper, sequencer, settler, sponsor, traders, ward } from './accounts.ts';
import { makeBlob, openBlob } from './blobs.ts';
import { calling, creation } from './contracts.ts';
import { CHAIN_ID, HOLDERS, named } from './genesis.ts';
import { precompileCalls } from './precompiles.ts';
import type { Intent } from './transactions.ts';
import { claims, units, type World } from './world.ts';

const WITHDRAWAL_REQUESTS: Address = '0x00000961Ef480Eb55e80D19ad83579A64c007002';
const CONSOLIDATION_REQUESTS: Address = '0x0000BBdDc7CE488642fb579F8B00f3a590007251';

const trader = (i: number): PrivateKeyAccount => traders[i] ?? minter;
const holder = (i: number): Address => HOLDERS[i] ?? zeroAddress;

/** The transactions of the sample block, in order. */
export async function sampleBlock(world: World): Promise<Intent[]> {
  return [
    ...payments(),
    ...tokenTransfers(world),
    ...(await allowances(world)),
    ...marketMoves(world),
    ...creations(world),
    await blobBatch(world),
    ...delegations(world),
    ...chainMatters(world),
    ...claimed(world),
    ...(await heavyWork(world)),
  ];
}

function payments(): Intent[] {
  const gas = 21_000n;
  return [
    { what: 'payment', from: trader(0), kind: 155, to: holder(11), value: 5n * 10n ** 17n, gas },
    { what: 'payment without chain id', from: trader(1), kind: 0, to: holder(12), value: 1n, gas },
    {
      what: 'payment to a new account',
      from: trader(2),
      to: named('newcomer'),
      value: 10n ** 18n,
      gas,
    },
    { what: 'payment to oneself', from: trader(3), to: trader(3).address, value: 10n ** 18n, gas },
    {
      what: 'message without value',
      from: trader(4),
      to: holder(13),
      data: stringToHex('hello, hart'),
      gas: 30_000n,
    },
  ];
}

function tokenTransfers({ contracts, at }: World): Intent[] {
  const transfer = (
    from: PrivateKeyAccount,
    token: Address,
    to: Address,
    value: bigint,
    more?: Partial<Intent>,
  ): Intent => ({
    what: 'token transfer',
    from,
    to: token,
    data: calling(contracts.Token, 'transfer', to, value),
    gas: 100_000n,
    ...more,
  });
  const plain = Array.from({ length: 7 }, (_, i) =>
    transfer(trader(i), i % 2 ? at.salt : at.gold, holder(40 * i + 3), units(1 + i)),
  );
  // Any slots do for the list; these are the plain variables of the contract.
  const storageKeys = [numberToHex(0, { size: 32 }), numberToHex(2, { size: 32 })];
  return [
    ...plain,
    transfer(trader(5), at.gold, holder(77), units(2), { kind: 155 }),
    transfer(trader(6), at.salt, trader(7).address, units(3), {
      kind: 1,
      accessList: [{ address: at.salt, storageKeys }],
    }),
    transfer(trader(7), at.gold, trader(7).address, units(4)),
    transfer(trader(0), at.gold, named('new holder'), units(5)),
    transfer(trader(1), at.gold, holder(78), 0n),
    // Leaves nothing behind: its balance's slot is deleted.
    transfer(nomad, at.salt, trader(0).address, units(200_000)),
    transfer(trader(2), at.salt, holder(79), units(10_000_000), {
      what: 'token transfer of too much',
      fails: true,
    }),
  ];
}

async function allowances({ contracts, at }: World): Promise<Intent[]> {
  const [owner, spender] = [trader(4), trader(5)];
  const value = units(9);
  const permit = await owner.signTypedData({
    domain: { name: 'Gold', version: '1', chainId: CHAIN_ID, verifyingContract: at.gold },
    types: {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    primaryType: 'Permit',
    message: {
      owner: owner.address,
      spender: spender.address,
      value,
      nonce: 0n,
      deadline: 2n ** 64n,
    },
  });
  const { r, s, v } = parseSignature(permit);
  const call = (
    what: string,
    from: PrivateKeyAccount,
    to: Address,
    name: string,
    ...args: unknown[]
  ): Intent => ({
    what,
    from,
    to,
    data: calling(contracts.Token, name, ...args),
    gas: 150_000n,
  });
  return [
    call('approval', trader(6), at.salt, 'approve', trader(7).address, units(50)),
    call(
      'transfer by a spender',
      trader(7),
      at.salt,
      'transferFrom',
      trader(6).address,
      holder(80),
      units(20),
    ),
    call(
      'permit',
      spender,
      at.gold,
      'permit',
      owner.address,
      spender.address,
      value,
      2n ** 64n,
      v,
      r,
      s,
    ),
    call('transfer by permit', spender, at.gold, 'transferFrom', owner.address, holder(81), value),
    call('approval taken back', trader(1), at.gold, 'approve', trader(0).address, 0n),
    call(
      'allowance used up',
      trader(0),
      at.gold,
      'transferFrom',
      trader(2).address,
      trader(0).address,
      units(30),
    ),
  ];
}

function marketMoves({ contracts, at }: World): Intent[] {
  const call = (
    what: string,
    from: PrivateKeyAccount,
    name: string,
    ...args: unknown[]
  ): Intent => ({
    what,
    from,
    to: at.pair,
    data: calling(contracts.Pair, name, ...args),
  });
  const swaps = traders.map((from, i) =>
    call('swap', from, 'swap', i % 3 === 0, units(5 + 3 * i), 1n),
  );
  return [
    ...swaps,
    call('liquidity added', trader(3), 'add', units(500), units(1_000)),
    { ...call('swap below its minimum', trader(4), 'swap', true, units(1), units(3)), fails: true },
    { ...call('swap', trader(6), 'swap', false, units(40), 1n), kind: 1 },
    { ...call('swap', trader(7), 'swap', true, units(25), 1n), kind: 155 },
  ];
}

function creations({ contracts, at }: World): Intent[] {
  const create = calling(contracts.Factory, 'create', at.salt, at.gold);
  const courier = calling(contracts.Factory, 'courier', named('addressee'));
  const tokens = [at.salt, at.gold] as const;
  const types = [{ type: 'address' }, { type: 'address' }] as const;
  const market = getContractAddress({
    opcode: 'CREATE2',
    from: at.factory,
    salt: keccak256(encodeAbiParameters(types, tokens)),
    bytecode: creation(contracts.Pair, ...tokens),
  });
  const approve = calling(contracts.Token, 'approve', market, units(800));
  const add = calling(contracts.Pair, 'add', units(800), units(400));
  return [
    {
      what: 'contract creation',
      from: minter,
      data: creation(contracts.Token, 'Pepper', 'PPR'),
      gas: 3_000_000n,
    },
    { what: 'creation by CREATE2', from: trader(0), to: at.factory, data: create, gas: 3_000_000n },
    ...tokens.map((to) => ({
      what: 'approval of the new market',
      from: trader(0),
      to,
      data: approve,
    })),
    { what: 'its first liquidity', from: trader(0), to: market, data: add, gas: 400_000n },
    {
      what: 'contract gone at once',
      from: trader(1),
      to: at.factory,
      data: courier,
      value: 10n ** 15n,
    },
    // Code that starts with 0xef is refused (EIP-3541); it costs all gas.
    {
      what: 'refused creation',
      from: trader(2),
      data: '0x60ef60005360016000f3',
      gas: 100_000n,
      fails: true,
    },
  ];
}

async function blobBatch({ contracts, at }: World): Promise<Intent> {
  const blobs = [makeBlob('first blob'), makeBlob('second blob')] as const;
  const [first] = blobs;
  const z = keccak256(stringToHex('point')).replace('0x', '0x0').slice(0, 66) as Hex;
  const { y, proof } = openBlob(first, z);
  const data = calling(contracts.Rollup, 'submit', z, y, first.commitment, proof);
  return { what: 'blob batch', from: sequencer, kind: 3, to: at.rollup, data, blobs };
}

function delegations({ contracts, at }: World): Intent[] {
  const execute = (calls: { to: Address; value: bigint; data: Hex }[]): Hex =>
    calling(contracts.Wallet, 'execute', calls);
  const token = (name: string, ...args: unknown[]): Hex => calling(contracts.Token, name, ...args);
  const swap = calling(contracts.Pair, 'swap', true, units(12), 1n);
  const pay = { to: named('payee 0'), value: 10n ** 15n, data: '0x' as const };
  return [
    {
      what: 'delegation used at once',
      from: nomad,
      kind: 4,
      to: nomad.address,
      // The sender's own nonce is taken by the transaction first.
      delegations: [{ authority: nomad, code: at.wallet }],
      data: execute([
        { to: at.gold, value: 0n, data: token('approve', at.pair, units(12)) },
        { to: at.pair, value: 0n, data: swap },
        pay,
      ]),
      gas: 500_000n,
    },
    {
      what: 'delegations of others',
      from: sponsor,
      kind: 4,
      to: holder(90),
      value: 1n,
      delegations: [
        { authority: ward, code: zeroAddress },
        { authority: pauper, code: at.wallet, chainId: 0 },
        { authority: pauper, code: at.rollup, chainId: 1 },
        { authority: pauper, code: at.rollup, nonceOffset: 5 },
      ],
    },
    {
      what: 'delegation of an earlier block',
      from: settler,
      to: settler.address,
      data: execute([
        { to: at.gold, value: 0n, data: token('transfer', holder(91), units(1)) },
        { to: at.pair, value: 0n, data: swap },
      ]),
      gas: 500_000n,
    },
  ];
}

function chainMatters({ contracts, at }: World): Intent[] {
  const validator = (name: string): Hex =>
    concatHex([keccak256(stringToHex(name)), keccak256(stringToHex(name)).slice(0, 34) as Hex]);
  const [one, two] = [validator('validator one'), validator('validator two')];
  return [
    {
      what: 'look at past blocks',
      from: trader(3),
      to: at.chronicle,
      data: calling(contracts.Chronicle, 'record', 4n),
    },
    {
      what: 'withdrawal request',
      from: trader(5),
      to: WITHDRAWAL_REQUESTS,
      data: concatHex([one, '0x0000000773594000']),
      value: 1n,
    },
    {
      what: 'consolidation request',
      from: trader(5),
      to: CONSOLIDATION_REQUESTS,
      data: concatHex([one, two]),
      value: 1n,
    },
  ];
}

function claimed({ contracts, at }: World): Intent[] {
  const claim = (i: number, who: PrivateKeyAccount): Intent => {
    const { index = 0n, amount = 0n, proof = [] } = claims().of[i] ?? {};
    return {
      what: 'claim',
      from: who,
      to: at.claims,
      data: calling(contracts.Claims, 'claim', index, amount, proof),
    };
  };
  return [
    claim(2, trader(2)),
    claim(6, trader(6)),
    { ...claim(6, trader(6)), what: 'second claim', fails: true },
  ];
}

async function heavyWork({ contracts, at }: World): Promise<Intent[]> {
  const work = (
    what: string,
    from: PrivateKeyAccount,
    name: string,
    ...args: unknown[]
  ): Intent => ({
    what,
    from,
    to: at.work,
    data: calling(contracts.Work, name, ...args),
    gas: 8_000_000n,
  });
  const calls = await precompileCalls();
  const columns = [
    calls.map(({ precompile }) => precompile),
    calls.map(({ input }) => input),
    calls.map(({ output }) => keccak256(output)),
  ];
  const newHolders = Array.from({ length: 96 }, (_, i) => named(`recipient ${i}`));
  const airdrop = calling(contracts.Token, 'airdrop', newHolders, units(2));
  return [
    { what: 'airdrop', from: minter, to: at.salt, data: airdrop, gas: 4_000_000n },
    work('every precompile', trader(0), 'check', ...columns),
    work('sort', trader(1), 'sort', 160n, 7n),
    work('drawing', trader(2), 'draw', 48n, 32n, 32n),
    work('Merkle tree', trader(3), 'tree', 9n),
    { ...work('out of gas', trader(4), 'draw', 48n, 32n, 32n), gas: 400_000n, fails: true },
  ];
}
