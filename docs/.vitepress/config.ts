import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'Hart',
  description: 'Ethereum on RISC-V, in TypeScript',
  outDir: 'dist',
  cleanUrls: true,
  lastUpdated: false,
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      {
        text: 'The book',
        items: [
          { text: 'Introduction', link: '/' },
          { text: 'Getting started', link: '/getting-started' },
          { text: 'Linux programs', link: '/linux' },
          { text: 'Guests of ZisK', link: '/zisk' },
          { text: 'Guests of SP1', link: '/sp1' },
          { text: 'Hart in the browser', link: '/browser' },
        ],
      },
      {
        text: 'How it works',
        items: [
          { text: 'A block, end to end', link: '/block-end-to-end' },
          { text: 'From RISC-V to WebAssembly', link: '/engine' },
          { text: 'Guests in Go', link: '/go' },
          { text: 'The minimal trace', link: '/trace' },
          { text: 'Profiles', link: '/profile' },
          { text: 'What a block costs', link: '/block-cost' },
          { text: 'The engine, measured', link: '/bench-engine' },
          { text: 'What clients ask of an operating system', link: '/system-calls' },
          { text: 'Accelerators', link: '/accelerators' },
          { text: 'What zkVMs accelerate', link: '/precompiles' },
          { text: 'Fat or lean', link: '/fat-or-lean' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'The zkvm guest ABI', link: '/reference/guest-abi' },
          { text: 'Linux calls', link: '/reference/linux-calls' },
          { text: 'ZisK calls', link: '/reference/zisk-calls' },
          { text: 'SP1 calls', link: '/reference/sp1-calls' },
          { text: 'Command line', link: '/reference/command-line' },
          { text: 'Errors', link: '/reference/errors' },
        ],
      },
    ],
  },
});
