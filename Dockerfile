# Debian trixie: its PostgreSQL client is of the same version as the server in docker-compose.yml, which backups need.
FROM python:3.12-slim-trixie

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    VAR_DIR=/data HOME=/tmp HOST=0.0.0.0 PORT=8000

RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*

# A volume made from /data takes over its owner, so nothing here ever runs as root.
RUN useradd --system --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner portal --group portal --mode 0700 /data

WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes -r requirements/base.txt

COPY . .
# The code is not writable for the portal: its words and byte code are compiled here.
RUN VAR_DIR=/tmp/build python -c "from portal import catalogues; catalogues.compile_all()" && python -m compileall -q .

USER portal
EXPOSE 8000
CMD ["python", "-m", "portal.supervisor", "web"]
