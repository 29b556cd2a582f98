"""``framing push``."""

from __future__ import annotations

import click

from framing.cli.common import talk

__all__ = ["push"]


@click.command()
@click.argument("store", metavar="STORE")
@click.option("--elasticsearch", "server", required=True, metavar="URL", help="As in http://name:password@host:9200.")
@click.option("--index", default="framing", show_default=True, help="Index to fill; made where there is none.")
def push(store: str, server: str, index: str) -> None:
    """Put the statements of STORE into Elasticsearch or OpenSearch, one document an article, statements nested.

    What the index has already as it is, is left; what the store does not have any more is deleted from it.

    \b
    Example:
      framing push corpus.store --elasticsearch http://localhost:9200 --index news
    """
    from framing.store.push import push as send
    from framing.store.reader import open_store

    done = send(open_store(store), server, index=index)
    talk(f"sent: {done.sent:,}, as they were: {done.unchanged:,}, deleted: {done.deleted:,}")
    for told in done.refused[:20]:
        talk(f"  refused  {told}")
    if done.refused:
        talk(f"{len(done.refused)} documents were refused by the server")
        raise SystemExit(1)
