@echo off
rem Double click: the page opens. Files dropped on it: they are audited and shown. Typed in a prompt: perfscore WORDS.
rem
rem ASCII up to the messages at the end: a line is read in the code page of the console, whichever that is.
rem Explorer quotes a dropped path only where it holds a blank; at the & of another one cmd.exe would cut the line in
rem two and run the second half. So the words are taken from the line that started cmd.exe, by app\start.py, and exit
rem without /b leaves the second half unrun.
setlocal EnableExtensions DisableDelayedExpansion
if not exist "%~dp0app\python.exe" goto incomplete
set "PERFSCORE_HOME=%~dp0"
set "PERFSCORE_SCRIPT=%~f0"
set "PERFSCORE_LINE="
set "PERFSCORE_REST="
setlocal EnableDelayedExpansion
set "PERFSCORE_LINE=!cmdcmdline!"
if not defined PERFSCORE_LINE goto typed
set "PERFSCORE_REST=!PERFSCORE_LINE:%~nx0=!"
if "!PERFSCORE_REST!"=="!PERFSCORE_LINE!" goto typed

title perfscore
"!PERFSCORE_HOME!app\python.exe" -X utf8 "!PERFSCORE_HOME!app\start.py"
set "PERFSCORE_CODE=!errorlevel!"
rem A thousand and more: Python came up, and start.py has said what there was to say.
if !PERFSCORE_CODE! geq 1000 if !PERFSCORE_CODE! leq 1255 goto ended
chcp 65001 >nul
type "!PERFSCORE_HOME!app\failed.txt"
echo.
echo [!PERFSCORE_CODE!]
pause
exit 1

:ended
set /a PERFSCORE_CODE-=1000
exit !PERFSCORE_CODE!

:typed
endlocal
"%~dp0app\python.exe" -X utf8 -m perfscore %*
exit /b %errorlevel%

:incomplete
chcp 65001 >nul
echo.
echo perfscore 没有启动：旁边缺少 app 文件夹。 
echo 请先把压缩包全部解压到一个文件夹，再双击其中的 perfscore.cmd，不要在压缩包里直接打开。 
echo perfscore did not start: the folder "app" is missing beside it. Extract the whole archive first. 
echo.
pause
exit 1
