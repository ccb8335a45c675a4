import type { Address, Hex } from 'viem';
import { maxUint256 } from 'viem';
import { minter, nomad, settler, traders, ward } from './accounts.ts';
import { calling, creation } from './contracts.ts';
import { HOLDERS, named } from './genesis.ts';
import type { Intent } from './transactions.ts';
import { claims, units, type World } from './world.ts';

/** The blocks before the sample block: contracts, tokens, a market, some history. */
export function setupBlocks(world: World): Intent[][] {
  return [
    deployments(world),
    minting(world),
    ...airdrops(world),
    market(world),
    trade(world),
    ...quietBlocks(),
  ];
}

function deployments({ contracts, at }: World): Intent[] {
  // In the order that world.ts derives the addresses from.
  const code: Hex[] = [
    creation(contracts.Token, 'Gold', 'AU'),
    creation(contracts.Token, 'Salt', 'NACL'),
    creation(contracts.Pair, at.gold, at.salt),
    creation(contracts.Wallet),
    creation(contracts.Rollup),
    creation(contracts.Chronicle),
    creation(contracts.Factory),
    creation(contracts.Work),
    creation(contracts.Claims, at.gold, claims().root),
  ];
  return code.map((data, i) => ({ what: `deployment ${i}`, from: minter, data, gas: 3_000_000n }));
}

function minting({ contracts, at }: World): Intent[] {
  const from = minter;
  const mint = (to: Address, token: Address, amount: number): Intent => ({
    what: 'mint',
    from,
    to: token,
    data: calling(contracts.Token, 'mint', to, units(amount)),
  });
  const users = [minter, ...traders, nomad, settler].map(({ address }) => address);
  return [
    ...users.flatMap((user) => [mint(user, at.gold, 100_000), mint(user, at.salt, 200_000)]),
    mint(at.claims, at.gold, 1_000),
  ];
}

/** Two blocks that give every holder some gold. */
function airdrops({ contracts, at }: World): Intent[][] {
  const drops = Array.from({ length: 8 }, (_, i) => ({
    what: `airdrop ${i}`,
    from: minter,
    to: at.gold,
    data: calling(contracts.Token, 'airdrop', HOLDERS.slice(256 * i, 256 * (i + 1)), units(7)),
    gas: 9_000_000n,
  }));
  return [drops.slice(0, 4), drops.slice(4)];
}

function market({ contracts, at }: World): Intent[] {
  const approvals = [minter, ...traders, settler].flatMap((from) =>
    [at.gold, at.salt].map((to) => ({
      what: 'approval of the pair',
      from,
      to,
      data: calling(contracts.Token, 'approve', at.pair, maxUint256),
    })),
  );
  const add = calling(contracts.Pair, 'add', units(50_000), units(100_000));
  return [
    ...approvals,
    { what: 'first liquidity', from: minter, to: at.pair, data: add, gas: 500_000n },
  ];
}

function trade({ contracts, at }: World): Intent[] {
  const swaps = traders.map((from, i) => ({
    what: 'swap',
    from,
    to: at.pair,
    data: calling(contracts.Pair, 'swap', i % 2 === 0, units(10 + i), 0n),
  }));
  const [provider = minter, ...others] = traders;
  const holder = named('trader 7 pays');
  return [
    ...swaps,
    {
      what: 'liquidity',
      from: provider,
      to: at.pair,
      data: calling(contracts.Pair, 'add', units(100), units(200)),
    },
    // Storage that the sample block deletes again.
    ...others.slice(0, 2).map((from) => ({
      what: 'approval',
      from,
      to: at.gold,
      data: calling(contracts.Token, 'approve', provider.address, units(30)),
    })),
    {
      what: 'first sort',
      from: provider,
      to: at.work,
      data: calling(contracts.Work, 'sort', 8n, 1n),
    },
    { what: 'payment', from: others.at(-1) ?? minter, to: holder, value: 10n ** 17n, gas: 21_000n },
    {
      what: 'delegations',
      from: minter,
      kind: 4,
      to: minter.address,
      delegations: [settler, ward].map((authority) => ({ authority, code: at.wallet })),
    },
  ];
}

/** A few blocks with one payment each, so that BLOCKHASH has something to look back at. */
function quietBlocks(): Intent[][] {
  return traders.slice(0, 4).map((from, i) => [
    {
      what: 'payment',
      from,
      to: named(`payee ${i}`),
      value: 10n ** 16n * BigInt(i + 1),
      gas: 21_000n,
    },
  ]);
}
