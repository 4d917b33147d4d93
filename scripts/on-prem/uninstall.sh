#!/bin/sh
# Takes Looop SCIM away. The data stays, unless --purge is given.
#   ./uninstall.sh [--purge [--yes]] [--root DIRECTORY]
set -eu

fail() {
  echo "uninstall.sh: $1" >&2
  exit 1
}

root=
purge=no
yes=no
while [ $# -gt 0 ]; do
  case $1 in
    --purge) purge=yes ;;
    --yes) yes=yes ;;
    --root)
      [ $# -ge 2 ] || fail '--root needs a directory'
      root=${2%/}
      shift
      ;;
    *) fail "unknown argument $1; there are --purge, --yes and --root DIRECTORY" ;;
  esac
  shift
done

data=$root/var/lib/looop-scim
user=looop-scim
[ -n "$root" ] || [ "$(id -u)" = 0 ] || fail 'run it as root: sudo ./uninstall.sh'

# Asked before anything is taken away.
if [ "$purge" = yes ] && [ -e "$data" ] && [ "$yes" = no ]; then
  [ -t 0 ] || fail "--purge deletes $data with all people, groups and backups in it; give --yes as well where nobody can be asked"
  printf '%s holds all people, groups and backups. Delete it for ever? Type yes: ' "$data"
  read -r answer
  [ "$answer" = yes ] || fail 'nothing was removed'
fi

if [ -z "$root" ] && [ -d /run/systemd/system ]; then
  systemctl disable --now looop-scim 2>/dev/null || true
fi
rm -f "$root/etc/systemd/system/looop-scim.service" "$root/usr/local/bin/looop-scim"
rm -rf "$root/opt/looop-scim"
if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
echo 'Removed: Looop SCIM, its command and its service'
if [ "$purge" = no ]; then
  if [ -e "$data" ]; then echo "Kept: the data in /var/lib/looop-scim and the user $user"; fi
  exit 0
fi
rm -rf "$data"
if [ -z "$root" ] && getent passwd "$user" >/dev/null; then userdel "$user"; fi
echo "Deleted: /var/lib/looop-scim and the user $user"
