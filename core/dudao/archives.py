"""What every ZIP archive from outside has to pass before anything in it is read."""

from __future__ import annotations

from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from .errors import refuse

MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
# Small parts of blank rows may shrink very well without any harm in them.
_RATIO_FROM = 1024 * 1024


def check_directory(infos: Sequence[ZipInfo], name: str, most_parts: int, again: str) -> None:
    """Refuse an archive that unpacks to too much, lists a part twice, or cannot be looked into.

    `again` tells whoever handed the file over how to make a sound one.
    """
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if total > MOST_UNPACKED or (total > _RATIO_FROM and total > MOST_RATIO * max(packed, 1)):
        what = f"解压后将有 {total / 1024**2:.0f} MB,与文件大小不相称,疑为压缩炸弹"
        raise refuse(name, what, again)
    if len(infos) > most_parts or len({info.filename for info in infos}) < len(infos):
        raise refuse(name, "压缩包的目录不正常", again)
    if any(info.flag_bits & 1 for info in infos):
        raise refuse(name, "文件已加密", "请取消密码后重试")
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos):
        raise refuse(name, "压缩方式不受支持", again)
