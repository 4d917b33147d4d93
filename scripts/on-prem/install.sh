#!/bin/sh
# Installs Looop SCIM, or upgrades it. May be repeated: what is there already stays.
#   ./install.sh [--root DIRECTORY]
# --root: puts everything below this directory, makes no user and starts nothing, to build an image.
set -eu

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

root=
while [ $# -gt 0 ]; do
  case $1 in
    --root)
      [ $# -ge 2 ] || fail '--root needs a directory'
      root=${2%/}
      shift 2
      ;;
    *) fail "unknown argument $1; the only one is --root DIRECTORY" ;;
  esac
done

here=$(cd "${0%/*}" && pwd -P)
version=$(cat "$here/VERSION")
programs=$root/opt/looop-scim
data=$root/var/lib/looop-scim
user=looop-scim

# What the programs need of the machine.
[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || fail "this is the build for Linux on x86_64, and this machine is $(uname -s) on $(uname -m)"
glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d ' ' -f 2) || true
case $glibc in
  2.*) [ "${glibc#2.}" -ge 34 ] || fail "glibc 2.34 or later is needed (Debian 12, Ubuntu 22.04, RHEL 9), and this machine has $glibc" ;;
  '') fail 'glibc 2.34 or later is needed, and this machine has none (Alpine Linux has another library)' ;;
esac
if ! said=$("$here/lib/node" --version 2>&1); then
  case $said in
    *libstdc++*) fail 'libstdc++ is missing: install the package libstdc++6 (Debian, Ubuntu) or libstdc++ (RHEL)' ;;
    *) fail "Node.js cannot run on this machine: $said" ;;
  esac
fi
said=$("$here/bin/looop-scim" --version 2>&1) || fail "the program cannot run on this machine: $said"

if [ -z "$root" ]; then
  [ "$(id -u)" = 0 ] || fail 'run it as root: sudo ./install.sh'
  if ! getent passwd "$user" >/dev/null; then
    useradd --system --user-group --home-dir "$data" --no-create-home --shell /usr/sbin/nologin "$user"
    echo "Made: the user $user, who cannot log in"
  fi
fi

mkdir -p "$programs" "$root/usr/local/bin" "$root/etc/systemd/system"
target=$programs/$version
if [ "$here" != "$target" ]; then
  # Whole or not at all: an interrupted copy has another name.
  rm -rf "$target.partial"
  cp -R "$here" "$target.partial"
  [ -n "$root" ] || chown -R root:root "$target.partial"
  rm -rf "$target"
  mv "$target.partial" "$target"
fi
ln -sfn "$version" "$programs/current.new"
mv -fT "$programs/current.new" "$programs/current"
ln -sfn /opt/looop-scim/current/bin/looop-scim "$root/usr/local/bin/looop-scim"
cp "$target/systemd/looop-scim.service" "$root/etc/systemd/system/looop-scim.service"
if [ -z "$root" ]; then
  install -d -m 700 -o "$user" -g "$user" "$data"
else
  mkdir -p "$data"
  chmod 700 "$data"
fi
echo "Installed: Looop SCIM $version in /opt/looop-scim/$version, the command looop-scim, and looop-scim.service"

if [ -z "$root" ] && [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  if systemctl is-active --quiet looop-scim; then
    echo 'The service still runs the version of before. Start the new one by: systemctl restart looop-scim'
    exit 0
  fi
fi
if [ ! -e "$data/looop-scim.sqlite" ]; then
  echo 'Next: sudo -u looop-scim looop-scim init --data /var/lib/looop-scim'
  echo 'Then: systemctl enable --now looop-scim'
fi
