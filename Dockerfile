# The bot in a small image: the first stage installs it, the second holds nothing but what runs.
# tests/packaging performs these steps without an engine, all but the one that installs what is locked; `make image`
# performs them all.
#
# The base is pinned by version. To pin its bytes too, add the digest that
# `docker buildx imagetools inspect python:3.13.16-slim-trixie` prints: python:3.13.16-slim-trixie@sha256:...

FROM python:3.13.16-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src

# What the bot needs changes more rarely than the bot: these layers stay. Wheels only, so nothing is compiled
# and no code of theirs runs here.
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN pip install --require-hashes --only-binary :all: -r requirements/build.txt
RUN python -m venv --without-pip /opt/gotano
RUN pip --python /opt/gotano/bin/python install --require-hashes --only-binary :all: -r requirements/runtime.txt

# Without isolation the wheel is built by the setuptools locked above, not by the newest of the day.
COPY pyproject.toml README.md LICENSE ./
COPY bot/ bot/
COPY coaching/ coaching/
COPY handlers/ handlers/
COPY playground/ playground/
COPY prompts/ prompts/
COPY storage/ storage/
RUN pip wheel --no-deps --no-index --no-build-isolation --wheel-dir /dist .
RUN pip --python /opt/gotano/bin/python install --no-deps --no-index /dist/*.whl

FROM python:3.13.16-slim-trixie
# A number and not a name: an orchestrator can then see that it is not root.
RUN install -d -o 10001 -g 10001 /data
COPY --from=build /opt/gotano /opt/gotano
COPY scripts/healthcheck.py /opt/gotano/healthcheck.py

# 0.0.0.0: a published port arrives at the container's own network address, never at its loopback. Who can reach
# it is said where it is published: -p 127.0.0.1:3000:3000.
ENV PATH=/opt/gotano/bin:$PATH \
    HOME=/data \
    DATABASE_URL=sqlite:////data/gotano.db \
    HOST=0.0.0.0 \
    PORT=3000
# A user without a name has no home of its own, and slack_bolt asks for one.
# The volume is also the working folder: a relative DATABASE_URL still ends up in it.
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "/opt/gotano/healthcheck.py"]
ENTRYPOINT ["gotano"]
CMD ["run"]
