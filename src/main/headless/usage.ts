/** The help text of the headless command. */

export const usage = `vigil collect: prints trades and tables of venues to standard output

  --venue ID             practice, bitmex, coinbase, poloniex; repeat it with --symbols for more
  --symbols A,B          as the venue writes them (practice: all of them unless named)
  --channels a,b         default trade; bitmex: instrument,quote,trade,tradeBin1m
  --endpoint WS_URL      another server that speaks the venue's dialect
  --rest HTTP_URL        its REST address, for trades that were missed
  --format F             text (default), ndjson or none
  --for SECONDS          ends by itself; Ctrl-C ends it too
  --stall-after SECONDS  how long a channel may be silent, instead of the venue's own budget

Logs go to standard error; LOG_LEVEL is debug, info, warning (default) or error.
Exit code: 0 ended as asked, 1 no usable feed left, 2 a mistake in the arguments.
`;
